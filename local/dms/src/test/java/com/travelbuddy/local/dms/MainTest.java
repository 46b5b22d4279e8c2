package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.local.servers.Ports;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What the command line says of starts that come to nothing. */
class MainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int execute(String... arguments) {
        return new CommandLine(new Main())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    @Test
    void helpShowsAnExample() {
        assertThat(execute("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "aws dms describe-replication-tasks --endpoint-url http://127.0.0.1:15566")
                .contains("--state", "--secrets", "--dwell");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--none",
                "more",
                "--port",
                "--port=many",
                "--port=65536",
                "--address=",
                "--region=here",
                "--account=1",
                "--dwell=-1",
                "--timestamp-digits=3",
                "--secrets=/nowhere"
            })
    void wrongUseIsTold(String argument) {
        assertThat(execute(argument)).isEqualTo(2);
        assertThat(err.toString()).contains(argument.replaceFirst("=.*", ""));
    }

    @Test
    void aTakenPortIsTold() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(execute("--port", Integer.toString(taken.getLocalPort()))).isEqualTo(1);
            assertThat(err.toString())
                    .startsWith("DMS Local cannot start: ")
                    .contains("127.0.0.1:" + taken.getLocalPort())
                    .hasLineCount(1);
        }
    }

    @Test
    void healthTellsWhetherItServes() throws IOException {
        try (var serving = new LocalApi(Optional.empty())) {
            assertThat(execute("--port", Integer.toString(serving.uri().getPort()), "health"))
                    .isZero();
            assertThat(execute("--address=0.0.0.0", "--port=" + serving.uri().getPort(), "health"))
                    .isZero();
        }
        assertThat(execute("--port", Integer.toString(Ports.free()), "health")).isEqualTo(1);
        assertThat(err.toString()).startsWith("no answer: ").hasLineCount(1);
    }

    @Test
    void aStateInUseIsTold(@TempDir Path folder) {
        Path state = folder.resolve("state.db");
        try (var _ = new LocalApi(Optional.of(state))) {
            assertThat(execute("--port", "0", "--state", state.toString())).isEqualTo(1);
        }
        assertThat(err.toString())
                .startsWith("DMS Local cannot start: ")
                .contains(state.toString(), "another process")
                .hasLineCount(1);
    }

    @Test
    void aFileThatHoldsNoStateIsLeftAsItIs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "not a state\n".repeat(100));

        assertThat(execute("--port", "0", "--state", file.toString())).isEqualTo(1);

        assertThat(err.toString()).contains(file.toString()).hasLineCount(1);
        assertThat(file).hasContent("not a state\n".repeat(100));
    }

    @Test
    void aFolderIsNoState(@TempDir Path folder) {
        assertThat(execute("--port", "0", "--state", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains(folder.toString()).hasLineCount(1);
    }
}

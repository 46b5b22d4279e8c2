package com.travelbuddy.reversesync.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

class CommandLineTest {

    @Test
    void documentsEveryExitCode() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reverse-sync.md"));
        assertThat(page.lines().filter(line -> line.matches("\\| \\d+ \\| `[a-z-]+` \\| .*")))
                .containsExactlyElementsOf(
                        Arrays.stream(ExitCode.values())
                                .map(
                                        code ->
                                                "| %d | `%s` | %s |"
                                                        .formatted(
                                                                code.code(),
                                                                code.word(),
                                                                code.meaning()))
                                .toList());
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::code)).doesNotHaveDuplicates();
        assertThat(Cli.run("--help").out())
                .contains("Exit codes:", ExitCode.LAGGING.meaning())
                .contains("mapping");
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpsWithAnExample(String command) {
        Cli.Result help = Cli.run(command, "--help");
        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains("Usage: reverse-sync " + command, "--config", "--output", "Example:")
                .contains("  reverse-sync " + command);
    }

    static Stream<String> commands() {
        return new CommandLine(ReverseSync.class)
                .getSubcommands().keySet().stream().filter(name -> !name.equals("help"));
    }

    @Test
    void refusesWrongUseAndWrongConfiguration() {
        Cli.Result unknown = Cli.run("mend");
        assertThat(unknown.exitCode()).isEqualTo(2);
        assertThat(unknown.err()).contains("mend");

        Cli.Result without = Cli.run();
        assertThat(without.exitCode()).isEqualTo(2);
        assertThat(without.err()).contains("Usage:");

        Cli.Result nowhere = Cli.run("mapping", "--config", "nowhere.yaml", "-o", "json");
        assertThat(nowhere.exitCode()).isEqualTo(2);
        assertThat(nowhere.document().path("outcome").asText()).isEqualTo("configuration");
        assertThat(nowhere.document().path("error").asText()).contains("nowhere.yaml");
    }
}

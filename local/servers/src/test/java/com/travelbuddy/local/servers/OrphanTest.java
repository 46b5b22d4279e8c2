package com.travelbuddy.local.servers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What happens to the servers of a JVM that ends without closing them. */
class OrphanTest {

    @Test
    void everyServerAndItsFolderGoWithAParentThatIsKilled() throws Exception {
        Owner owner = Owner.start("temporary", "kafka", "postgres", "mariadb");

        owner.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        assertThat(owner.servers()).hasSize(3);
        owner.servers().forEach(server -> Leftovers.awaitNone(server.pid(), server.folder()));
    }

    @Test
    void everyServerAndItsFolderGoWithAParentThatEnds() throws Exception {
        Owner owner = Owner.start("temporary", "postgres", "mariadb");

        owner.process().getOutputStream().close();
        assertThat(owner.process().waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThat(owner.servers()).hasSize(2);
        owner.servers().forEach(server -> Leftovers.awaitNone(server.pid(), server.folder()));
    }

    @Test
    void aKeptFolderCanBeTakenOverAtOnceFromAParentThatWasKilled(@TempDir Path folder)
            throws Exception {
        Owner owner = Owner.start(folder.toString(), "postgres", "mariadb");

        owner.process().destroyForcibly().waitFor(10, TimeUnit.SECONDS);

        Path postgres = folder.resolve("postgres");
        Path mariaDb = folder.resolve("mariadb");
        try (var first = LocalPostgres.start(LocalPostgres.Options.keptIn(postgres));
                var second = LocalMariaDb.start(LocalMariaDb.Options.keptIn(mariaDb))) {
            assertThat(first.isRunning()).isTrue();
            assertThat(second.isRunning()).isTrue();
        }
        owner.servers().forEach(server -> assertThat(ProcessHandle.of(server.pid())).isEmpty());
    }

    record Server(long pid, Path folder) {}

    /** A JVM that starts servers, prints what they are, and waits for the end of its input. */
    record Owner(Process process, List<Server> servers) {

        static Owner start(String... arguments) throws IOException {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    OwnerMain.class.getName()));
            command.addAll(List.of(arguments));
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            List<Server> servers = new ArrayList<>();
            for (int i = 1; i < arguments.length; i++) {
                String[] words = process.inputReader().readLine().split(" ");
                servers.add(new Server(Long.parseLong(words[0]), Path.of(words[1])));
            }
            return new Owner(process, servers);
        }
    }
}

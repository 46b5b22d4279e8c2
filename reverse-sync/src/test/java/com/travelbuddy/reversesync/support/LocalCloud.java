package com.travelbuddy.reversesync.support;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.Ports;
import com.travelbuddy.local.servers.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The databases and DMS Local that all tests of this module share, started when first asked for. A
 * test that stops or breaks one starts its own instead.
 */
public final class LocalCloud {

    private LocalCloud() {}

    public static LocalPostgres postgres() {
        return PostgresHolder.POSTGRES;
    }

    public static LocalMariaDb mariaDb() {
        return MariaDbHolder.MARIADB;
    }

    public static Dms dms() {
        return DmsHolder.DMS;
    }

    /** DMS Local, as it ships. */
    public static final class Dms implements AutoCloseable {

        private static final Duration BOUND = Duration.ofSeconds(60);

        private final int port = Ports.free();
        private final Path folder;
        private final List<String> flags;
        private ServerProcess process;

        public Dms(String... flags) {
            this.flags = List.of(flags);
            try {
                folder = Files.createTempDirectory("reverse-sync-test-dms");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            start();
        }

        public URI uri() {
            return URI.create("http://127.0.0.1:" + port);
        }

        public void start() {
            List<String> command =
                    new ArrayList<>(
                            List.of(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-XX:+UseSerialGC",
                                    "-Xmx256m",
                                    "-jar",
                                    Path.of(System.getProperty("dms.jar")).normalize().toString(),
                                    "--port",
                                    Integer.toString(port),
                                    "--state",
                                    folder.resolve("state").toString(),
                                    "--dwell",
                                    "50"));
            command.addAll(flags);
            process =
                    ServerProcess.start(
                            new ServerProcess.Launch("DMS Local", command, folder.resolve("log"))
                                    .withTemporary(Optional.of(folder)));
            process.awaitReady(this::isHealthy, BOUND);
        }

        /** As {@code PUT /_local/faults} of DMS Local takes it; replaces what was there. */
        public void faults(String json) {
            int status = send("PUT", "/_local/faults", json);
            if (status != 200) {
                throw new IllegalArgumentException(status + " for " + json);
            }
        }

        public void kill() {
            process.stop(ServerProcess.Signal.KILL);
        }

        @Override
        public void close() throws IOException {
            kill();
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }

        private boolean isHealthy() {
            try {
                return send("GET", "/health", "") == 200;
            } catch (UncheckedIOException _) {
                return false;
            }
        }

        private int send(String method, String path, String body) {
            try (HttpClient http = HttpClient.newHttpClient()) {
                return http.send(
                                HttpRequest.newBuilder(uri().resolve(path))
                                        .method(
                                                method,
                                                body.isEmpty()
                                                        ? HttpRequest.BodyPublishers.noBody()
                                                        : HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class PostgresHolder {
        static final LocalPostgres POSTGRES =
                closedAtExit(LocalPostgres.start(LocalPostgres.Options.temporary()));
    }

    private static final class MariaDbHolder {
        static final LocalMariaDb MARIADB =
                closedAtExit(LocalMariaDb.start(LocalMariaDb.Options.temporary()));
    }

    private static final class DmsHolder {
        static final Dms DMS = closedAtExit(new Dms());
    }

    private static <S extends AutoCloseable> S closedAtExit(S server) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        server.close();
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                }));
        return server;
    }
}

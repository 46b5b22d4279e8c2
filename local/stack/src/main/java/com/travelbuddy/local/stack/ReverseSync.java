package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.LocalServerException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the job reverse-sync is run: once, as a cron job would, then as the page that stays up. Its
 * configuration is written anew at each start, for ports may have been moved.
 */
final class ReverseSync implements AutoCloseable {

    private static final Duration STOP_GRACE = Duration.ofSeconds(10);
    private static final Duration RUN_BOUND = Duration.ofSeconds(120);
    private static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xmx128m");

    private final Launcher launcher;
    private final Path jar;
    private final PortPlan ports;
    private final WorkFolder folder;

    ReverseSync(Launcher launcher, Path jar, PortPlan ports, Optional<Path> kept) {
        this.launcher = launcher;
        this.jar = jar;
        this.ports = ports;
        this.folder = WorkFolder.of(kept, "local-sync-");
    }

    /** Where its configuration is. */
    Path config() {
        return folder.resolve("reverse-sync.yaml");
    }

    /**
     * Has DMS Local's task made or found, running and verified; the first time, the rows are
     * brought level.
     *
     * @throws LocalServerException when that comes to nothing
     */
    void run() {
        writeConfig();
        JarProcess.launch(
                        program(
                                "sync",
                                launcher.recording(jar, OPTIONS),
                                "run",
                                "--until",
                                "caught-up",
                                "--repair",
                                "first"),
                        folder)
                .awaitSuccess(RUN_BOUND);
    }

    /** Starts the page and does not wait for it. */
    JarProcess serve() {
        return JarProcess.launch(program("page", launcher.plain(jar, OPTIONS), "serve"), folder);
    }

    /** For a page that was not started; it would have done so itself. */
    @Override
    public void close() {
        folder.discard();
    }

    private JarProcess.Program program(String label, List<String> command, String... arguments) {
        return new JarProcess.Program(
                label,
                "reverse-sync " + arguments[0],
                command,
                List.of(arguments),
                // The AWS SDK asks for some; DMS Local does not look at them.
                Map.of(
                        "AWS_ACCESS_KEY_ID", "any",
                        "AWS_SECRET_ACCESS_KEY", "any",
                        "REVERSE_SYNC_CONFIG", config().toString()),
                ports.of(Port.REVERSE_SYNC),
                URI.create(
                        "http://127.0.0.1:%d/health/ready".formatted(ports.of(Port.REVERSE_SYNC))),
                STOP_GRACE);
    }

    private void writeConfig() {
        try (InputStream template = ReverseSync.class.getResourceAsStream("reverse-sync.yaml")) {
            Path source =
                    Files.writeString(folder.resolve("source-password"), LocalPostgres.PASSWORD);
            Path target =
                    Files.writeString(folder.resolve("target-password"), LocalMariaDb.PASSWORD);
            Files.writeString(
                    config(),
                    new String(template.readAllBytes(), StandardCharsets.UTF_8)
                            .formatted(
                                    ports.of(Port.POSTGRES),
                                    LocalPostgres.USERNAME,
                                    source,
                                    ports.of(Port.MYSQL),
                                    LocalMariaDb.USERNAME,
                                    target,
                                    ports.of(Port.DMS),
                                    DmsLocal.SOURCE_SECRET,
                                    DmsLocal.TARGET_SECRET,
                                    ports.of(Port.REVERSE_SYNC)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How DMS Local is run. Where the databases are, and their accounts, it reads from secrets, which
 * are written anew at each start: a kept task then follows ports that were moved.
 */
final class DmsLocal {

    static final String SOURCE_SECRET = "flightspecials-postgres";
    static final String TARGET_SECRET = "monolith-mysql";

    private static final Duration STOP_GRACE = Duration.ofSeconds(25);

    private DmsLocal() {}

    /** Starts the process and does not wait for it. */
    static JarProcess launch(Launcher launcher, Path jar, PortPlan ports, Optional<Path> kept) {
        WorkFolder folder = WorkFolder.of(kept, "local-dms-");
        Path secrets = folder.resolve("secrets");
        write(
                secrets,
                SOURCE_SECRET,
                ports.of(Port.POSTGRES),
                LocalPostgres.USERNAME,
                LocalPostgres.PASSWORD);
        write(
                secrets,
                TARGET_SECRET,
                ports.of(Port.MYSQL),
                LocalMariaDb.USERNAME,
                LocalMariaDb.PASSWORD);
        return JarProcess.launch(
                new JarProcess.Program(
                        "DMS Local",
                        "DMS Local",
                        launcher.recording(jar, List.of("-XX:+UseSerialGC", "-Xmx256m")),
                        List.of(),
                        Map.of(
                                "DMS_LOCAL_PORT", Integer.toString(ports.of(Port.DMS)),
                                "DMS_LOCAL_STATE", folder.resolve("state").toString(),
                                "DMS_LOCAL_SECRETS", secrets.toString(),
                                "DMS_LOCAL_DWELL", "0"),
                        ports.of(Port.DMS),
                        api(ports).resolve("/health"),
                        STOP_GRACE),
                folder);
    }

    /** Where its API is. */
    static URI api(PortPlan ports) {
        return URI.create("http://127.0.0.1:%d/".formatted(ports.of(Port.DMS)));
    }

    private static void write(
            Path folder, String name, int port, String username, String password) {
        try {
            Files.writeString(
                    Files.createDirectories(folder).resolve(name),
                    """
                    {"host": "127.0.0.1", "port": %d, "username": "%s", "password": "%s"}
                    """
                            .formatted(port, username, password));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

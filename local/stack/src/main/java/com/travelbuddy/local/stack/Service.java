package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalPostgres;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the service is run. */
final class Service {

    static final String TOPIC = "flightspecial-update-header";
    static final String DATABASE = "dso";
    static final String SCHEMA = "travelbuddy";

    // Longer than the service takes to drain, by its own configuration.
    private static final Duration STOP_GRACE = Duration.ofSeconds(25);

    private Service() {}

    /** Starts the process and does not wait for it. */
    static JarProcess launch(Launcher launcher, Path jar, PortPlan ports, Optional<Path> kept) {
        return JarProcess.launch(
                new JarProcess.Program(
                        "service",
                        "the service",
                        launcher.recording(jar, List.of()),
                        List.of(),
                        environment(ports),
                        ports.of(Port.SERVICE),
                        URI.create(
                                "http://127.0.0.1:%d/health/ready"
                                        .formatted(ports.of(Port.MANAGEMENT))),
                        STOP_GRACE),
                WorkFolder.of(kept, "local-service-"));
    }

    private static Map<String, String> environment(PortPlan ports) {
        return Map.ofEntries(
                Map.entry("ENVIRONMENT", "local"),
                Map.entry("APP_HOST", "127.0.0.1"),
                Map.entry("APP_PORT", Integer.toString(ports.of(Port.SERVICE))),
                Map.entry("MANAGEMENT_HOST", "127.0.0.1"),
                Map.entry("MANAGEMENT_PORT", Integer.toString(ports.of(Port.MANAGEMENT))),
                Map.entry("DATABASE_ENDPOINT", "127.0.0.1"),
                Map.entry("DATABASE_PORT", Integer.toString(ports.of(Port.POSTGRES))),
                Map.entry("DATABASE_USERNAME", LocalPostgres.USERNAME),
                Map.entry("DB_PASSWORD", LocalPostgres.PASSWORD),
                Map.entry("DB_DATABASE_NAME", DATABASE),
                Map.entry("DB_DEFAULT_SCHEMA", SCHEMA),
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + ports.of(Port.KAFKA)),
                Map.entry("KAFKA_TOPIC", TOPIC));
    }
}

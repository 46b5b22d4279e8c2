package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.LocalServerException;
import com.travelbuddy.local.servers.ServerProcess;
import com.travelbuddy.local.servers.ServerProcess.Launch;
import com.travelbuddy.local.servers.ServerProcess.Signal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The service as it ships: its jar in a process of its own, set up by environment variables alone.
 */
final class Service implements AutoCloseable {

    static final String TOPIC = "flightspecial-update-header";
    static final String DATABASE = "dso";
    static final String SCHEMA = "travelbuddy";

    private static final Duration READY_BOUND = Duration.ofSeconds(60);

    // Longer than the service takes to drain, by its own configuration.
    private static final Duration STOP_GRACE = Duration.ofSeconds(25);

    private final PortPlan ports;
    private final Optional<Path> temporary;
    private final ServerProcess process;

    private Service(PortPlan ports, Optional<Path> temporary, ServerProcess process) {
        this.ports = ports;
        this.temporary = temporary;
        this.process = process;
    }

    /** Starts the process and does not wait for it. */
    static Service launch(Path jar, PortPlan ports, Optional<Path> kept) {
        try {
            Path folder =
                    kept.isPresent()
                            ? Files.createDirectories(kept.get())
                            : Files.createTempDirectory("local-service-");
            Optional<Path> temporary = kept.isPresent() ? Optional.empty() : Optional.of(folder);
            Path java = Path.of(System.getProperty("java.home"), "bin", "java");
            Launch launch =
                    new Launch(
                                    "the service",
                                    List.of(java.toString(), "-jar", jar.toString()),
                                    folder.resolve("service.log"))
                            .withEnvironment(environment(ports))
                            .withFarewell(Signal.TERM, STOP_GRACE)
                            .withTemporary(temporary);
            return new Service(ports, temporary, ServerProcess.start(launch));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns when the service says that it is ready.
     *
     * @throws LocalServerException when it ended, or is not ready in time
     */
    void awaitReady() {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:%d/health/ready"
                                                .formatted(ports.of(Port.MANAGEMENT))))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            process.awaitReady(() -> isReady(client, request), READY_BOUND);
        }
    }

    CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    String logTail() {
        return process.logTail();
    }

    /** Asks the service to drain, waits for its end, kills it if that takes too long. */
    @Override
    public void close() {
        process.stop();
        temporary.ifPresent(Service::delete);
    }

    static Map<String, String> environment(PortPlan ports) {
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

    private static boolean isReady(HttpClient client, HttpRequest request) {
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

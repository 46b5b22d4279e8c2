package com.travelbuddy.local.dms;

import com.travelbuddy.local.servers.Ports;
import com.travelbuddy.local.servers.ServerProcess;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

import java.io.File;
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

/**
 * DMS Local as a process of its own, with the class path that it ships with, to be killed at will;
 * a test class has one. Its log is kept in {@code target/dms-logs}.
 */
final class DmsProcess
        implements Dms, BeforeAllCallback, AfterAllCallback, TestExecutionExceptionHandler {

    private static final Duration START_BOUND = Duration.ofSeconds(60);

    private static final Duration EXIT_BOUND = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = Ports.free();
    private final List<String> flags;
    private Path folder;
    private Path log;
    private DatabaseMigrationClient client;
    private ServerProcess process;

    /**
     * With flags besides those of port and state; without a dwell time unless one is among them.
     */
    DmsProcess(String... flags) {
        this.flags = List.of(flags);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        log = Path.of("target", "dms-logs", context.getRequiredTestClass().getSimpleName());
        Files.createDirectories(log.getParent());
        Files.deleteIfExists(log);
        folder = Files.createTempDirectory("dms-local-test");
        client =
                DatabaseMigrationClient.builder()
                        .endpointOverride(uri())
                        .region(Region.AP_NORTHEAST_2)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("anyone", "anything")))
                        .build();
        start();
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        kill();
        client.close();
        http.close();
        // The state and what the database keeps beside it.
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
            throws Throwable {
        failure.addSuppressed(
                new IllegalStateException(
                        "DMS Local is %s; all of its log is in %s%s"
                                .formatted(
                                        process.isAlive() ? "running" : "not running",
                                        log,
                                        process.logTail())));
        throw failure;
    }

    @Override
    public DatabaseMigrationClient client() {
        return client;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Starts it, on the port and the state that it had before; does nothing while it runs. */
    @Override
    public void start() {
        if (process != null && process.isAlive()) {
            return;
        }
        Path target = Path.of("target").toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
        command.add(target.resolve("classes") + File.pathSeparator + target.resolve("lib") + "/*");
        command.add("com.travelbuddy.local.dms.Main");
        command.addAll(List.of("--port", Integer.toString(port)));
        command.addAll(List.of("--state", folder.resolve("state").toString()));
        if (!flags.contains("--dwell")) {
            command.addAll(List.of("--dwell", "0"));
        }
        command.addAll(flags);
        process =
                ServerProcess.start(
                        new ServerProcess.Launch("DMS Local", command, log)
                                .withFarewell(ServerProcess.Signal.TERM, EXIT_BOUND));
        process.awaitReady(this::isHealthy, START_BOUND);
    }

    /** Ends it as kill -9 does. */
    void kill() {
        process.stop(ServerProcess.Signal.KILL);
    }

    /** All that it has written so far. */
    String log() throws IOException {
        return Files.readString(log);
    }

    /** Asks it to end; returns its exit code, another than its own when that takes it long. */
    int terminate() {
        return process.stop();
    }

    private boolean isHealthy() {
        var request =
                HttpRequest.newBuilder(uri().resolve("/health"))
                        .timeout(Duration.ofSeconds(2))
                        .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        }
    }
}

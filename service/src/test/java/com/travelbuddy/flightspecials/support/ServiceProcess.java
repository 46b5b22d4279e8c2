package com.travelbuddy.flightspecials.support;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The service as a process of its own, with the class path that it ships with, to be killed at
 * will.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final Pattern LISTENING =
            Pattern.compile("Listening on port (\\d+), health and metrics on port (\\d+)");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Process process;
    private final List<String> log = new ArrayList<>();
    private final CompletableFuture<int[]> ports = new CompletableFuture<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private ServiceProcess(Process process) {
        this.process = process;
        Thread.ofVirtual().start(this::read);
    }

    /** Starts the service; returns at once. */
    public static ServiceProcess launch(Map<String, String> environment, String... arguments) {
        Path target = Path.of("target").toAbsolutePath();
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--class-path"));
        command.add(
                target.resolve("classes")
                        + File.pathSeparator
                        + target.resolve("lib")
                        + File.separator
                        + "*");
        command.add("com.travelbuddy.flightspecials.Main");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(builder.start());
        } catch (IOException e) {
            throw new IllegalStateException("The service cannot be started", e);
        }
    }

    /** Starts the service and waits until it is ready. */
    public static ServiceProcess start(Map<String, String> environment) {
        ServiceProcess service = launch(environment);
        service.awaitReady();
        return service;
    }

    public void awaitReady() {
        await(ready);
    }

    /** Waits until the service listens, which it does before it has a database. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + await(ports)[0]);
    }

    public URI managementUri() {
        return URI.create("http://127.0.0.1:" + await(ports)[1]);
    }

    /** Ends the process at once, as kill -9 does. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Sends SIGTERM; returns at once. */
    public void terminate() {
        // By the handle: the process itself would also close the stream that its log comes by.
        process.toHandle().destroy();
    }

    /** Waits for the end of the process; returns its exit code. */
    public int awaitExit() {
        return awaitExit(START_TIMEOUT);
    }

    /** As {@link #awaitExit()}; fails if it takes longer than a bound. */
    public int awaitExit(Duration bound) {
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("The service does not end:\n" + log());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** What the service has printed so far. */
    public String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitExit();
    }

    private void read() {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (log) {
                    log.add(line);
                }
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    ports.complete(
                            new int[] {
                                Integer.parseInt(listening.group(1)),
                                Integer.parseInt(listening.group(2))
                            });
                }
                if (line.contains("FlightSpecials") && line.contains("Ready")) {
                    ready.complete(null);
                }
            }
        } catch (IOException e) {
            // The stream of a process that was killed may end with an error; what matters is the
            // end, seen below.
            synchronized (log) {
                log.add("(" + e.getMessage() + ")");
            }
        }
        IllegalStateException ended = new IllegalStateException("The service has ended:\n" + log());
        ports.completeExceptionally(ended);
        ready.completeExceptionally(ended);
    }

    private <T> T await(CompletableFuture<T> future) {
        try {
            return future.orTimeout(START_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
        } catch (RuntimeException e) {
            throw new IllegalStateException("The service did not start:\n" + log(), e);
        }
    }

    static {
        if (!Files.isDirectory(Path.of("target", "lib"))) {
            throw new ExceptionInInitializerError("target/lib is missing; build with Maven first");
        }
    }
}

package com.travelbuddy.reversesync.support;

import com.travelbuddy.local.servers.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command that stays up, as a process of its own. */
public final class Program implements AutoCloseable {

    private final Path log;
    private final ServerProcess process;

    /**
     * @param log file of the test's folder that output and errors go to
     */
    public Program(Flights flights, String log, String... arguments) {
        this.log = flights.folder().resolve(log);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx256m",
                                "-Daws.accessKeyId=any",
                                "-Daws.secretAccessKey=any",
                                "-cp",
                                "target/classes:target/lib/*",
                                "com.travelbuddy.reversesync.Main"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--config", flights.config().toString()));
        process = ServerProcess.start(new ServerProcess.Launch(log, command, this.log));
    }

    /** Output and errors so far. */
    public String output() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ends it by a signal and tells the exit code. */
    public int end(ServerProcess.Signal signal) {
        return process.stop(signal);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks a server on this machine. */
    public static HttpResponse<String> ask(int port, String method, String path) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop(ServerProcess.Signal.KILL);
        }
    }
}

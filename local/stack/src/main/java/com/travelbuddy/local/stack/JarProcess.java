package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalServerException;
import com.travelbuddy.local.servers.ServerProcess;
import com.travelbuddy.local.servers.ServerProcess.Launch;
import com.travelbuddy.local.servers.ServerProcess.Signal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A program as it ships: its jar in a process of its own, set up by environment variables alone.
 */
final class JarProcess implements AutoCloseable {

    private static final Duration READY_BOUND = Duration.ofSeconds(60);

    private final Program program;
    private final WorkFolder folder;
    private final ServerProcess process;

    /**
     * What to run.
     *
     * @param label for the list of parts
     * @param name for messages
     * @param command up to the program's own arguments, as {@link Launcher} makes it
     * @param arguments of the program
     * @param port that it listens on
     * @param health answers with 200 once the program is ready
     * @param grace how long its stop may take
     */
    record Program(
            String label,
            String name,
            List<String> command,
            List<String> arguments,
            Map<String, String> environment,
            int port,
            URI health,
            Duration grace) {}

    private JarProcess(Program program, WorkFolder folder, ServerProcess process) {
        this.program = program;
        this.folder = folder;
        this.process = process;
    }

    /** Starts the process and does not wait for it. */
    static JarProcess launch(Program program, WorkFolder folder) {
        List<String> command = new ArrayList<>(program.command());
        command.addAll(program.arguments());
        Launch launch =
                new Launch(program.name(), command, folder.resolve(log(program)))
                        .withEnvironment(program.environment())
                        .withFarewell(Signal.TERM, program.grace())
                        .withTemporary(folder.temporary());
        return new JarProcess(program, folder, ServerProcess.start(launch));
    }

    Program program() {
        return program;
    }

    /**
     * Returns when the program says that it is ready.
     *
     * @throws LocalServerException when it ended, or is not ready in time
     */
    void awaitReady() {
        var request =
                HttpRequest.newBuilder(program.health()).timeout(Duration.ofSeconds(2)).build();
        try (var client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            await(() -> isReady(client, request));
        }
    }

    /**
     * Returns when the condition holds.
     *
     * @throws LocalServerException when the program ended first, or that took too long
     */
    void await(BooleanSupplier condition) {
        process.awaitReady(condition, READY_BOUND);
    }

    /**
     * Returns when the program has ended with 0.
     *
     * @throws LocalServerException when it ended otherwise, or takes too long
     */
    void awaitSuccess(Duration bound) {
        int exitCode;
        try {
            exitCode = onExit().get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new LocalServerException(
                    "%s takes more than %d s%s"
                            .formatted(program.name(), bound.toSeconds(), logTail()));
        } catch (ExecutionException e) {
            throw new LocalServerException(program.name() + " cannot be run", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalServerException("interrupted during " + program.name(), e);
        } finally {
            process.stop();
        }
        if (exitCode != 0) {
            throw new LocalServerException(
                    "%s ended with exit code %d%s".formatted(program.name(), exitCode, logTail()));
        }
    }

    CompletableFuture<Integer> onExit() {
        return process.onExit();
    }

    String logTail() {
        return process.logTail();
    }

    /** Asks the program to end, waits for that, kills it if it takes too long. */
    @Override
    public void close() {
        process.stop();
        folder.discard();
    }

    private static String log(Program program) {
        return program.label().toLowerCase(Locale.ROOT).replace(' ', '-') + ".log";
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
}

package com.travelbuddy.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/**
 * A server's process, in a session of its own, so that Ctrl-C in a terminal reaches it only through
 * its owner.
 *
 * <p>Between this JVM and the server stands a small shell script, the guard. It holds the other end
 * of a pipe that closes when this JVM ends, however it ends, {@code kill -9} included; the guard
 * then stops the server and deletes its temporary folder.
 */
public final class ServerProcess {

    private static final Duration POLL = Duration.ofMillis(20);

    private static final String GUARD =
            """
            unset LOCAL_SERVER_GUARD
            signal=$1; grace=$2; folder=$3; input=$4; shift 4
            exec 3<&0
            "$@" 3<&- <"$input" >&2 &
            server=$!
            echo "$server"
            exec >&2
            orphaned=
            trap 'orphaned=yes; kill -s "$signal" "$server" 2>/dev/null' USR1
            {
                while read -r order <&3; do kill -s "$order" "$server" 2>/dev/null; done
                kill -s USR1 $$
                exec 3<&-
                sleep "$grace" &
                sleeper=$!
                trap 'kill "$sleeper" 2>/dev/null; exit' TERM
                wait "$sleeper"
                kill -s KILL "$server" 2>/dev/null
            } &
            watcher=$!
            exec 3<&-
            # A trapped signal ends the wait too.
            while
                wait "$server"; status=$?
                kill -0 "$server" 2>/dev/null
            do :; done
            kill "$watcher" 2>/dev/null
            if [ -n "$orphaned" ] && [ -n "$folder" ]; then rm -rf "$folder"; fi
            exit "$status"
            """;

    /** What a process can be told by its owner. */
    public enum Signal {
        /** The polite request to end. */
        TERM,
        INT,
        QUIT,
        KILL
    }

    /**
     * What to run, and what becomes of it when this JVM ends first.
     *
     * @param name of the server, for messages
     * @param command the program and its arguments
     * @param environment variables added to this JVM's own
     * @param log file that output and errors are appended to
     * @param input file that becomes the standard input
     * @param farewell the signal that asks the server to end
     * @param grace how long it may take, whole seconds, before it is killed
     * @param temporary folder to delete when this JVM has ended first
     */
    public record Launch(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path log,
            Path input,
            Signal farewell,
            Duration grace,
            Optional<Path> temporary) {

        public Launch {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
        }

        /** No further environment, no input, TERM, ten seconds, nothing to delete. */
        public Launch(String name, List<String> command, Path log) {
            this(
                    name,
                    command,
                    Map.of(),
                    log,
                    Path.of("/dev/null"),
                    Signal.TERM,
                    Duration.ofSeconds(10),
                    Optional.empty());
        }

        public Launch withEnvironment(Map<String, String> variables) {
            return new Launch(name, command, variables, log, input, farewell, grace, temporary);
        }

        public Launch withInput(Path file) {
            return new Launch(name, command, environment, log, file, farewell, grace, temporary);
        }

        public Launch withFarewell(Signal signal, Duration bound) {
            return new Launch(name, command, environment, log, input, signal, bound, temporary);
        }

        public Launch withTemporary(Optional<Path> folder) {
            return new Launch(name, command, environment, log, input, farewell, grace, folder);
        }
    }

    private final Launch launch;
    private final Process guard;
    private final Writer orders;
    private final long pid;

    private ServerProcess(Launch launch, Process guard, long pid) {
        this.launch = launch;
        this.guard = guard;
        this.orders = guard.outputWriter(StandardCharsets.US_ASCII);
        this.pid = pid;
    }

    /**
     * Starts the process; it may still fail by itself.
     *
     * @throws LocalServerException when not even the guard could be started
     */
    public static ServerProcess start(Launch launch) {
        List<String> command =
                new ArrayList<>(
                        List.of("setsid", "sh", "-c", "eval \"$LOCAL_SERVER_GUARD\"", "guard"));
        command.add(launch.farewell().name());
        command.add(Long.toString(launch.grace().toSeconds()));
        command.add(launch.temporary().map(Path::toString).orElse(""));
        command.add(launch.input().toString());
        command.addAll(launch.command());
        var builder =
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        builder.environment().putAll(launch.environment());
        // Not an argument: a list of processes stays readable.
        builder.environment().put("LOCAL_SERVER_GUARD", GUARD);
        try {
            Process guard = builder.start();
            String first = guard.inputReader(StandardCharsets.US_ASCII).readLine();
            if (first == null) {
                throw new LocalServerException(
                        launch.name() + " could not be started" + LogTail.of(launch.log()));
            }
            return new ServerProcess(launch, guard, Long.parseLong(first));
        } catch (IOException e) {
            throw new LocalServerException(launch.name() + " could not be started", e);
        }
    }

    /** The server's own process id, not the guard's. */
    public long pid() {
        return pid;
    }

    public boolean isAlive() {
        return guard.isAlive();
    }

    /**
     * Completes with the server's exit code when it has ended; 128 and more: ended by that signal.
     */
    public CompletableFuture<Integer> onExit() {
        return guard.onExit().thenApply(Process::exitValue);
    }

    /** The last lines that the server wrote, on lines of their own; empty when there are none. */
    public String logTail() {
        return LogTail.of(launch.log());
    }

    /** Sends a signal; one that comes after the end is ignored. */
    public void signal(Signal signal) {
        synchronized (orders) {
            try {
                orders.write(signal.name() + "\n");
                orders.flush();
            } catch (IOException e) {
                if (isAlive() && !endsWithin(POLL)) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /**
     * Asks the server to end in its own way, kills it when its grace is over, and returns its exit
     * code.
     */
    public int stop() {
        return stop(launch.farewell());
    }

    /** As {@link #stop()}, with a signal of the caller's choice. */
    public int stop(Signal signal) {
        signal(signal);
        if (!endsWithin(launch.grace())) {
            signal(Signal.KILL);
        }
        return onExit().join();
    }

    /**
     * Returns as soon as the server is ready.
     *
     * @throws LocalServerException when the server ended first, or was not ready in time
     */
    public void awaitReady(BooleanSupplier ready, Duration bound) {
        long deadline = System.nanoTime() + bound.toNanos();
        while (!ready.getAsBoolean()) {
            if (endsWithin(POLL)) {
                throw new LocalServerException(
                        "%s ended with exit code %d while starting%s"
                                .formatted(launch.name(), onExit().join(), logTail()));
            }
            if (System.nanoTime() - deadline > 0) {
                throw new LocalServerException(
                        "%s was not ready within %d s%s"
                                .formatted(launch.name(), bound.toSeconds(), logTail()));
            }
        }
    }

    /** Runs a program that ends by itself; the exit code must be 0. */
    static void run(Launch launch, Duration bound) {
        ServerProcess process = start(launch);
        if (!process.endsWithin(bound)) {
            process.stop(Signal.KILL);
            throw new LocalServerException(
                    "%s did not end within %d s%s"
                            .formatted(launch.name(), bound.toSeconds(), process.logTail()));
        }
        int exit = process.onExit().join();
        if (exit != 0) {
            throw new LocalServerException(
                    "%s ended with exit code %d%s"
                            .formatted(launch.name(), exit, process.logTail()));
        }
    }

    private boolean endsWithin(Duration bound) {
        try {
            onExit().get(bound.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException stillRunning) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalServerException("interrupted while waiting for " + launch.name(), e);
        }
    }
}

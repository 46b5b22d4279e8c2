package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.Ports;

import org.apache.kafka.common.KafkaException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** The command line; see {@link Invocation#USAGE}. */
final class Main {

    /** A part failed, or something that is needed is missing or in use. */
    private static final int FAILED = 1;

    private static final int WRONG_USE = 2;

    private Main() {}

    static void main(String[] args) {
        Console console = Console.ofProcess();
        try {
            switch (Invocation.of(List.of(args), System.getenv())) {
                case Invocation.Help() -> console.line(Invocation.USAGE);
                case Invocation.Run run -> run(run, console);
            }
        } catch (UsageException e) {
            console.problems("The stack cannot start:", e.problems());
            console.problem(
                    "--help (through Maven: -Dstack.argument=--help) shows all that can be set.");
            System.exit(WRONG_USE);
        } catch (StackFailedException e) {
            console.problem("The stack cannot start: " + e.getMessage());
            System.exit(FAILED);
        }
    }

    private static void run(Invocation.Run settings, Console console) throws StackFailedException {
        List<String> obstacles = new ArrayList<>(settings.ports().busy(Ports::isFree));
        requireBuilt("the service", settings.service(), obstacles);
        requireBuilt("DMS Local", settings.dms(), obstacles);
        requireBuilt("reverse-sync", settings.sync(), obstacles);
        if (!obstacles.isEmpty()) {
            console.problems("The stack cannot start:", obstacles);
            System.exit(FAILED);
        }
        StateFolder state = StateFolder.open(settings.state());
        var stack = new Stack(settings, state, console);
        var exitCode = new AtomicInteger();
        stopAtExit(settings, stack, state, console, exitCode);
        if (settings.withParent()) {
            ParentProcess.whenEnded(() -> System.exit(0));
        }
        console.line(
                state.path()
                        .map(folder -> "Starting with the data in " + folder)
                        .orElse("Starting with data that are thrown away at the end"));
        try {
            serve(settings, stack, console);
        } catch (StackFailedException e) {
            if (!stack.isClosing()) {
                console.problem(e.getMessage());
                exitCode.set(FAILED);
                System.exit(FAILED);
            }
        }
    }

    private static void requireBuilt(String name, Path jar, List<String> obstacles) {
        if (!Files.isRegularFile(jar)) {
            obstacles.add("%s is not built: %s is not there".formatted(name, jar));
        }
    }

    /** Returns only by failing. */
    private static void serve(Invocation.Run settings, Stack stack, Console console)
            throws StackFailedException {
        Instant since = Instant.now();
        stack.start(
                () ->
                        show(
                                "events",
                                stack,
                                console,
                                () ->
                                        new EventFeed(
                                                        "127.0.0.1:"
                                                                + settings.ports().of(Port.KAFKA),
                                                        Service.TOPIC,
                                                        since)
                                                .run(console::line)));
        if (settings.train().isPresent()) {
            console.progress("training", "starting");
            new Training(settings.ports()).run();
            console.progress("training", "done; the programs write their caches as they end");
            System.exit(0);
        }
        console.line("All is ready after %.1f s.".formatted(console.elapsed().toMillis() / 1000.0));
        console.line(Hints.text(settings.ports(), stack.syncConfig()));
        show("rows", stack, console, () -> new RowFeed(stack.monolith()).run(console::line));
        try {
            stack.failure().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StackFailedException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static List<Path> missingCaches(Invocation.Run settings) {
        return Stream.of(settings.service(), settings.dms(), settings.sync())
                .map(Launcher::cache)
                .filter(Files::notExists)
                .toList();
    }

    /** Something that goes on until the process ends. */
    private interface Feed {
        void run() throws SQLException, InterruptedException;
    }

    private static void show(String what, Stack stack, Console console, Feed feed) {
        Thread.ofPlatform()
                .name(what)
                .daemon()
                .start(
                        () -> {
                            try {
                                feed.run();
                            } catch (KafkaException | SQLException e) {
                                if (!stack.isClosing()) {
                                    console.problem(
                                            "New %s are no longer shown: %s".formatted(what, e));
                                }
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }

    /**
     * Ctrl-C, SIGTERM, a failure: each ends in the same stop, and a stop that was asked for is a
     * success.
     */
    private static void stopAtExit(
            Invocation.Run settings,
            Stack stack,
            StateFolder state,
            Console console,
            AtomicInteger exitCode) {
        Runnable stop =
                () -> {
                    console.line("Stopping");
                    stack.close();
                    state.close();
                    console.line("All stopped");
                    if (settings.train().isPresent() && !missingCaches(settings).isEmpty()) {
                        console.problem("not written: " + missingCaches(settings));
                        exitCode.set(FAILED);
                    }
                    // The JVM itself would report the signal.
                    Runtime.getRuntime().halt(exitCode.get());
                };
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
    }
}

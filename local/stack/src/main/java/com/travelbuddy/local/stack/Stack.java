package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalKafka;
import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.LocalServerException;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The servers, started side by side; the service and DMS Local, started when what they need is
 * ready; then the sync between the databases. They are stopped in the opposite order, also when
 * that is asked for in the middle of a start. Safe for use by several threads.
 */
final class Stack implements AutoCloseable {

    private static final Executor THREADS = task -> Thread.ofVirtual().start(task);

    private final Invocation.Run settings;
    private final StateFolder state;
    private final Console console;
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final List<Server<?>> servers = new ArrayList<>();
    private final List<JarProcess> programs = new ArrayList<>();
    private CompletableFuture<LocalMariaDb> mariaDb;
    private ReverseSync sync;
    private boolean closing;

    /** A server that is there or is being started. */
    private record Server<S extends AutoCloseable>(String name, CompletableFuture<S> started) {}

    Stack(Invocation.Run settings, StateFolder state, Console console) {
        this.settings = settings;
        this.state = state;
        this.console = console;
    }

    /**
     * Starts everything and returns when all is ready.
     *
     * @param kafkaReady runs after Kafka is there and before the service is
     * @throws StackFailedException when a part cannot start
     */
    void start(Runnable kafkaReady) throws StackFailedException {
        CompletableFuture<LocalPostgres> postgres =
                start(
                        "PostgreSQL",
                        Port.POSTGRES,
                        this::postgres,
                        LocalPostgres::onExit,
                        LocalPostgres::logTail);
        CompletableFuture<LocalKafka> kafka =
                start("Kafka", Port.KAFKA, this::kafka, LocalKafka::onExit, LocalKafka::logTail);
        mariaDb =
                start(
                        "MariaDB",
                        Port.MYSQL,
                        this::mariaDb,
                        LocalMariaDb::onExit,
                        LocalMariaDb::logTail);
        await(CompletableFuture.allOf(postgres, kafka));
        kafkaReady.run();
        JarProcess service =
                launch(
                        "service",
                        () ->
                                Service.launch(
                                        settings.launcher(),
                                        settings.service(),
                                        settings.ports(),
                                        state.of("service")));
        JarProcess dms =
                launch(
                        "DMS Local",
                        () ->
                                DmsLocal.launch(
                                        settings.launcher(),
                                        settings.dms(),
                                        settings.ports(),
                                        state.of("dms")));
        awaitReady(service);
        awaitReady(dms);
        await(mariaDb);
        startSync();
    }

    /** The monolith's database; only after {@link #start}. */
    LocalMariaDb monolith() {
        return mariaDb.join();
    }

    /** Where the configuration of reverse-sync is; only after {@link #start}. */
    Path syncConfig() {
        return sync.config();
    }

    /** Completes, exceptionally, when a part has ended that nobody has stopped. */
    CompletableFuture<Void> failure() {
        return failure;
    }

    synchronized boolean isClosing() {
        return closing;
    }

    /** Stops what uses the servers, then these; returns when all have ended. */
    @Override
    public void close() {
        List<JarProcess> running;
        List<Server<?>> present;
        ReverseSync begun;
        synchronized (this) {
            closing = true;
            running = List.copyOf(programs);
            present = List.copyOf(servers);
            begun = sync;
        }
        // The service drains, and what it writes meanwhile may still reach MySQL.
        running.forEach(program -> stop(program.program().label(), program));
        if (begun != null) {
            begun.close();
        }
        CompletableFuture.allOf(
                        present.stream()
                                .map(
                                        server ->
                                                // One that is being started is stopped when it is
                                                // there.
                                                server.started()
                                                        .thenAcceptAsync(
                                                                found -> stop(server.name(), found),
                                                                THREADS)
                                                        .exceptionally(neverStarted -> null))
                                .toArray(CompletableFuture[]::new))
                .join();
    }

    private <S extends AutoCloseable> CompletableFuture<S> start(
            String name,
            Port port,
            Supplier<S> starting,
            Function<S, CompletableFuture<Integer>> onExit,
            Function<S, String> logTail)
            throws StackFailedException {
        synchronized (this) {
            refuseWhenClosing();
            console.progress(name, "starting");
            CompletableFuture<S> started = CompletableFuture.supplyAsync(starting, THREADS);
            servers.add(new Server<>(name, started));
            return started.whenComplete(
                    (server, failed) -> {
                        if (failed == null) {
                            console.progress(
                                    name, "ready on 127.0.0.1:" + settings.ports().of(port));
                            watch(name, onExit.apply(server), () -> logTail.apply(server));
                        } else {
                            console.progress(name, "failed");
                        }
                    });
        }
    }

    private synchronized JarProcess launch(String label, Supplier<JarProcess> launching)
            throws StackFailedException {
        refuseWhenClosing();
        console.progress(label, "starting");
        JarProcess launched = launching.get();
        programs.add(launched);
        return launched;
    }

    private void awaitReady(JarProcess launched) throws StackFailedException {
        JarProcess.Program program = launched.program();
        attempt(program.label(), launched::awaitReady);
        console.progress(program.label(), "ready on 127.0.0.1:" + program.port());
        watch(program.name(), launched.onExit(), launched::logTail);
    }

    private void startSync() throws StackFailedException {
        synchronized (this) {
            refuseWhenClosing();
            sync =
                    new ReverseSync(
                            settings.launcher(),
                            settings.sync(),
                            settings.ports(),
                            state.of("sync"));
        }
        console.progress("sync", "starting");
        attempt("sync", sync::run);
        console.progress("sync", "running from PostgreSQL to MySQL, and verified");
        awaitReady(launch("page", sync::serve));
    }

    private void attempt(String label, Runnable start) throws StackFailedException {
        try {
            start.run();
        } catch (LocalServerException e) {
            console.progress(label, "failed");
            throw new StackFailedException(e.getMessage());
        }
    }

    private void refuseWhenClosing() throws StackFailedException {
        if (closing) {
            throw new StackFailedException("stopped while starting");
        }
    }

    private void watch(String name, CompletableFuture<Integer> onExit, Supplier<String> logTail) {
        onExit.thenAccept(
                exit -> {
                    if (!isClosing()) {
                        failure.completeExceptionally(
                                new StackFailedException(
                                        "%s has ended by itself, with exit code %d%s"
                                                .formatted(name, exit, logTail.get())));
                    }
                });
    }

    private void stop(String name, AutoCloseable part) {
        long start = System.nanoTime();
        try {
            part.close();
            console.line("stopped %s in %.1f s".formatted(name, (System.nanoTime() - start) / 1e9));
        } catch (Exception e) {
            console.problem("%s could not be stopped: %s".formatted(name, e.getMessage()));
        }
    }

    private static void await(CompletableFuture<?> ready) throws StackFailedException {
        try {
            ready.join();
        } catch (CompletionException e) {
            throw new StackFailedException(String.valueOf(e.getCause().getMessage()));
        }
    }

    private LocalPostgres postgres() {
        var kept = state.of("postgres");
        return prepared(
                LocalPostgres.start(
                        new LocalPostgres.Options(
                                settings.ports().of(Port.POSTGRES), kept, kept.isPresent())),
                server -> server.createDatabase(Service.DATABASE));
    }

    private LocalMariaDb mariaDb() {
        return prepared(
                LocalMariaDb.start(
                        new LocalMariaDb.Options(
                                settings.ports().of(Port.MYSQL), state.of("mysql"))),
                LocalMariaDb::createMonolith);
    }

    private LocalKafka kafka() {
        return LocalKafka.start(
                new LocalKafka.Options(settings.ports().of(Port.KAFKA), state.of("kafka"), false));
    }

    private <S extends AutoCloseable> S prepared(S server, Consumer<S> preparation) {
        try {
            preparation.accept(server);
            return server;
        } catch (RuntimeException e) {
            stop("it", server);
            throw e;
        }
    }
}

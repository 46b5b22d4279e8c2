package com.travelbuddy.local.dms.registry;

import com.travelbuddy.local.dms.engine.StopReason;
import com.travelbuddy.local.dms.engine.TableStatistics;
import com.travelbuddy.local.dms.engine.TaskListener;
import com.travelbuddy.local.dms.engine.TaskRun;
import com.travelbuddy.local.dms.registry.Task.Status;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Keeps in the store what becomes of one run of a task. */
final class Run implements TaskListener {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private final String task;
    private final Store store;
    private final Clock clock;
    private final BooleanSupplier closing;
    private final Consumer<Run> over;
    private final AtomicBoolean progressed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean stopAsked;
    private TaskRun engine;

    /**
     * @param task its ARN
     * @param closing whether the process is about to end, which leaves a task's state as it is
     * @param over told when the task no longer runs
     */
    Run(String task, Store store, Clock clock, BooleanSupplier closing, Consumer<Run> over) {
        this.task = task;
        this.store = store;
        this.clock = clock;
        this.closing = closing;
        this.over = over;
    }

    String task() {
        return task;
    }

    /** What runs the task; it may have told something already. */
    synchronized void has(TaskRun started) {
        engine = started;
        if (stopAsked) {
            engine.stop();
        }
    }

    private synchronized Optional<TaskRun> engine() {
        return Optional.ofNullable(engine);
    }

    synchronized void stop() {
        stopAsked = true;
        engine().ifPresent(TaskRun::stop);
    }

    void reload(List<TaskRun.TableName> tables) {
        engine().orElseThrow().reload(tables);
    }

    Optional<List<TableStatistics>> statistics() {
        return engine().map(TaskRun::statistics);
    }

    /** The same, in a hurry. */
    synchronized void stop(Duration grace) {
        stopAsked = true;
        engine().ifPresent(running -> running.stop(grace));
    }

    boolean awaitEnd(long time, TimeUnit unit) {
        try {
            return ended.await(time, unit);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void running() {
        change(
                (transaction, found) -> {
                    Task reached = found.with(found.history().reached());
                    if (found.status() != Status.STARTING) {
                        return reached;
                    }
                    transaction.record(event(Event.Kind.TASK_STARTED, found, ""));
                    return reached.in(Status.RUNNING);
                });
    }

    @Override
    public void recovering(String message) {
        change(
                (transaction, found) -> {
                    if (message.isEmpty()) {
                        transaction.record(event(Event.Kind.TASK_RECOVERED, found, ""));
                        return found.with(found.history().troubled(""));
                    }
                    LOG.warn("Task {} recovers from: {}", found.id(), message);
                    transaction.record(event(Event.Kind.TASK_RECOVERING, found, message));
                    return found.with(found.history().troubled(lastError(message, "RECOVERABLE")));
                });
    }

    private static String lastError(String message, String level) {
        return "Last Error %s Stop Reason %s_ERROR Error Level %s".formatted(message, level, level);
    }

    @Override
    public void warned(String message) {
        LOG.warn("{}: {}", Arns.resourceId(task), message);
    }

    @Override
    public void suspended(String schema, String table, String reason) {
        change(
                (transaction, found) -> {
                    LOG.warn("Task {} suspends {}.{}: {}", found.id(), schema, table, reason);
                    transaction.record(
                            event(
                                    Event.Kind.TABLE_SUSPENDED,
                                    found,
                                    "%s.%s: %s".formatted(schema, table, reason)));
                    return found;
                });
    }

    @Override
    public void progressed() {
        progressed.set(true);
    }

    /** Called at times, so that frequent progress costs little. */
    void keepProgress() {
        if (progressed.getAndSet(false)) {
            change((_, found) -> found);
        }
    }

    @Override
    public void ended(StopReason reason, String failure) {
        try {
            change(
                    (transaction, found) ->
                            closing.getAsBoolean()
                                    ? found
                                    : end(transaction, found, reason, failure, clock.instant()));
        } finally {
            over.accept(this);
            ended.countDown();
        }
    }

    /** Keeps a task's end. */
    static Task end(
            Transaction transaction, Task task, StopReason reason, String failure, Instant now) {
        boolean failed = reason == StopReason.FATAL_ERROR;
        String stopReason = "Stop Reason " + reason;
        String message = "";
        if (failed) {
            stopReason += " Error Level FATAL";
            message = lastError(failure, "FATAL");
        } else if (reason == StopReason.RECOVERABLE_ERROR) {
            stopReason += " Error Level RECOVERABLE";
            message = lastError(failure, "RECOVERABLE");
        } else if (!failure.isEmpty()) {
            message = "Last Error %s %s".formatted(failure, stopReason);
        }
        Task over =
                task.with(task.history().ended(now, failed, stopReason, message))
                        .in(failed ? Status.FAILED : Status.STOPPED);
        transaction.put(over);
        transaction.record(
                Event.of(
                        failed ? Event.Kind.TASK_FAILED : Event.Kind.TASK_STOPPED,
                        over,
                        now,
                        failed ? failure : stopReason));
        return over;
    }

    private Event event(Event.Kind kind, Task found, String detail) {
        return Event.of(kind, found, clock.instant(), detail);
    }

    private interface Change {
        Task apply(Transaction transaction, Task found);
    }

    /** Keeps a change of the task along with its checkpoint and statistics. */
    private void change(Change change) {
        Optional<List<TableStatistics>> statistics = statistics();
        UnaryOperator<Task.History> checkpoint =
                engine().map(TaskRun::checkpoint)
                        .filter(position -> !position.isEmpty())
                        .<UnaryOperator<Task.History>>map(
                                position -> history -> history.at(position))
                        .orElse(history -> history);
        store.run(
                transaction ->
                        transaction
                                .find(Task.class, task)
                                .ifPresent(
                                        found -> {
                                            Task changed = change.apply(transaction, found);
                                            transaction.put(
                                                    changed.with(
                                                            checkpoint.apply(changed.history())));
                                            statistics.ifPresent(
                                                    kept -> transaction.keep(changed, kept));
                                        }));
    }
}

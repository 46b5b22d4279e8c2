package com.travelbuddy.local.dms.registry;

import com.travelbuddy.local.dms.engine.StartType;
import com.travelbuddy.local.dms.engine.TableStatistics;
import com.travelbuddy.local.dms.engine.TaskRun.TableName;
import com.travelbuddy.local.dms.registry.Task.Status;

import java.time.Clock;
import java.util.List;

/** What becomes of tasks. */
public final class Tasks {

    private final Transitions transitions;
    private final Runs runs;
    private final Clock clock;

    Tasks(Transitions transitions, Runs runs, Clock clock) {
        this.transitions = transitions;
        this.runs = runs;
        this.clock = clock;
    }

    public void create(Transaction transaction, Task task) {
        transaction.put(task);
        transaction.record(Event.of(Event.Kind.TASK_CREATED, task, clock.instant(), ""));
        rest(transaction, task);
    }

    /** Keeps a task that was changed while it rested. */
    public Task modify(Transaction transaction, Task task) {
        Task modifying = task.in(Status.MODIFYING);
        transaction.put(modifying);
        transaction.record(Event.of(Event.Kind.TASK_MODIFIED, task, clock.instant(), ""));
        rest(transaction, modifying);
        return modifying;
    }

    private void rest(Transaction transaction, Task task) {
        transitions.later(
                transaction,
                later ->
                        later.find(Task.class, task.arn())
                                .filter(found -> found.status() == task.status())
                                .ifPresent(found -> later.put(found.in(found.restingStatus()))));
    }

    /** Ends the state testing of tasks whose connections are no longer tested. */
    static void endTests(Transaction transaction) {
        for (Task task : transaction.all(Task.class)) {
            if (task.status() == Status.TESTING
                    && !isTested(transaction, task, task.specification().source())
                    && !isTested(transaction, task, task.specification().target())) {
                transaction.put(task.in(task.restingStatus()));
            }
        }
    }

    private static boolean isTested(Transaction transaction, Task task, String endpoint) {
        return transaction
                .find(Connection.class, Connection.key(task.specification().instance(), endpoint))
                .filter(found -> found.state().equals(Connection.TESTING))
                .isPresent();
    }

    /**
     * Starts a task that rests.
     *
     * @param slot of the source endpoint; empty: the task has its own
     */
    public Task start(Transaction transaction, Task task, StartType type, String slot) {
        Task.History history;
        if (type == StartType.RESUME_PROCESSING) {
            // Without anything to resume, the start that came to nothing is made again.
            StartType actual =
                    task.history().begun() || task.history().start() == null
                            ? type
                            : task.history().start();
            history = task.history().resumed(actual, clock.instant());
        } else {
            history = task.history().restarted(type, slot(task, slot), clock.instant());
        }
        Task starting = task.with(history).in(Status.STARTING);
        transaction.put(starting);
        runs.start(transaction, starting);
        return starting;
    }

    /** A reload keeps the name, so that the run drops the slot that is there. */
    private static String slot(Task task, String ofEndpoint) {
        if (!ofEndpoint.isEmpty()) {
            return ofEndpoint;
        }
        return task.history().slot().isEmpty()
                ? Slots.name(task.resourceId())
                : task.history().slot();
    }

    /** Asks a running task to stop. */
    public Task stop(Transaction transaction, Task task) {
        Task stopping = task.in(Status.STOPPING);
        transaction.put(stopping);
        runs.stop(transaction, stopping);
        return stopping;
    }

    /**
     * Loads tables of a running task again.
     *
     * @throws IllegalArgumentException when the task has no such table
     */
    public void reload(Transaction transaction, Task task, List<TableName> tables) {
        runs.reload(task, tables);
        transaction.record(Event.of(Event.Kind.TASK_RELOADING, task, clock.instant(), ""));
    }

    public Task delete(Transaction transaction, Task task) {
        Task deleting = task.in(Status.DELETING);
        transaction.put(deleting);
        disappear(transaction, deleting);
        return deleting;
    }

    private void disappear(Transaction transaction, Task task) {
        transitions.beside(transaction, "deletion of " + task.id(), () -> runs.discard(task));
    }

    /** Those of the run, or as they were kept of the last one. */
    public List<TableStatistics> statistics(Transaction transaction, Task task) {
        return runs.statistics(task).orElseGet(() -> transaction.statistics(task));
    }

    /** Goes on with what the last process has left. */
    void resume(Transaction transaction) {
        for (Task task : transaction.all(Task.class)) {
            switch (task.status()) {
                case CREATING, MODIFYING -> rest(transaction, task);
                case TESTING -> endTests(transaction);
                case STARTING, RUNNING -> startAgain(transaction, task);
                case STOPPING -> runs.stopped(transaction, task);
                case DELETING -> disappear(transaction, task);
                case READY, STOPPED, FAILED -> {}
            }
        }
    }

    private void startAgain(Transaction transaction, Task task) {
        StartType type =
                task.history().begun() ? StartType.RESUME_PROCESSING : task.history().start();
        Task.History history = task.history().resumed(type, task.history().started());
        Task starting = task.with(history).in(Status.STARTING);
        transaction.put(starting);
        runs.start(transaction, starting);
    }
}

package com.travelbuddy.local.dms.registry;

import com.travelbuddy.local.dms.engine.Assumptions;
import com.travelbuddy.local.dms.engine.StopReason;
import com.travelbuddy.local.dms.engine.TableStatistics;
import com.travelbuddy.local.dms.engine.TaskDefinition;
import com.travelbuddy.local.dms.engine.TaskRun;
import com.travelbuddy.local.dms.mapping.InvalidMappingException;
import com.travelbuddy.local.dms.mapping.TableMapping;
import com.travelbuddy.local.dms.registry.Task.Status;
import com.travelbuddy.local.dms.settings.InvalidSettingsException;
import com.travelbuddy.local.dms.settings.TaskSettings;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The runs of tasks in this process, and what they leave in the store. */
final class Runs implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
    private static final Duration KEEPING = Duration.ofMillis(500);

    /** For what is in hand when the process is to end: whatever is given up is done again. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Store store;
    private final Transitions transitions;
    private final Databases databases;
    private final Assumptions assumptions;
    private final Clock clock;
    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private volatile boolean closing;

    Runs(
            Store store,
            Transitions transitions,
            Databases databases,
            Assumptions assumptions,
            Clock clock) {
        this.store = store;
        this.transitions = transitions;
        this.databases = databases;
        this.assumptions = assumptions;
        this.clock = clock;
        transitions.every(KEEPING, () -> runs.values().forEach(Run::keepProgress));
    }

    /** Runs a task, which is kept as starting. */
    void start(Transaction transaction, Task task) {
        transitions.beside(transaction, "start of " + task.id(), () -> start(task));
    }

    private void start(Task task) {
        if (closing) {
            return;
        }
        var run = new Run(task.arn(), store, clock, () -> closing, this::forget);
        runs.put(task.arn(), run);
        try {
            TaskDefinition definition = store.change(then -> definition(then, task));
            List<TableStatistics> before = store.change(then -> then.statistics(task));
            run.has(TaskRun.start(definition, task.history().start(), assumptions, before, run));
        } catch (RuntimeException e) {
            LOG.warn("Task {} cannot be started", task.id(), e);
            run.ended(StopReason.FATAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private void forget(Run run) {
        runs.remove(run.task(), run);
    }

    /** A task as it was when it was started may have been parsed by an older version. */
    private TaskDefinition definition(Transaction transaction, Task task) {
        Task.Specification specification = task.specification();
        Endpoint source = transaction.find(Endpoint.class, specification.source()).orElseThrow();
        Endpoint target = transaction.find(Endpoint.class, specification.target()).orElseThrow();
        Instance instance =
                transaction.find(Instance.class, specification.instance()).orElseThrow();
        try {
            return new TaskDefinition(
                    task.resourceId(),
                    instance.id(),
                    specification.type(),
                    TableMapping.parse(specification.mappings()),
                    TaskSettings.parse(specification.requestedSettings()),
                    databases.source(source),
                    databases.target(target),
                    task.history().slot(),
                    specification.startPosition(),
                    specification.stopPosition());
        } catch (InvalidMappingException | InvalidSettingsException | UnusableEndpointException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** Asks the run of a task, which is kept as stopping, to end. */
    void stop(Transaction transaction, Task task) {
        Run run = runs.get(task.arn());
        if (run == null) {
            stopped(transaction, task);
        } else {
            transaction.afterwards(run::stop);
        }
    }

    /** Lets a task be stopped that does not run here. */
    void stopped(Transaction transaction, Task task) {
        transitions.later(
                transaction,
                later ->
                        later.find(Task.class, task.arn())
                                .filter(found -> found.status() == Status.STOPPING)
                                .ifPresent(
                                        found ->
                                                Run.end(
                                                        later,
                                                        found,
                                                        StopReason.NORMAL,
                                                        "",
                                                        clock.instant())));
    }

    void reload(Task task, List<TaskRun.TableName> tables) {
        Run run = runs.get(task.arn());
        if (run == null) {
            throw new IllegalStateException("The task does not run");
        }
        run.reload(tables);
    }

    Optional<List<TableStatistics>> statistics(Task task) {
        return Optional.ofNullable(runs.get(task.arn())).flatMap(Run::statistics);
    }

    /** Removes a task that does not run, with its slot if that is assumed. */
    void discard(Task task) {
        if (assumptions.deleteDropsSlot() && task.hasRun()) {
            try {
                TaskDefinition definition = store.change(then -> definition(then, task));
                // One that the endpoint names is the client's.
                if (definition.source().slot().isEmpty()) {
                    TaskRun.dropSlot(definition);
                }
            } catch (SQLException | RuntimeException e) {
                LOG.warn("The slot {} is left: {}", task.history().slot(), e.toString());
            }
        }
        store.run(
                then -> {
                    then.remove(task);
                    then.record(Event.of(Event.Kind.TASK_DELETED, task, clock.instant(), ""));
                });
    }

    /** Ends all runs; their tasks stay as they are, for the next process to go on with. */
    @Override
    public void close() {
        closing = true;
        List<Run> left = List.copyOf(runs.values());
        left.forEach(run -> run.stop(GRACE));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Supplier<Long> remaining = () -> Math.max(0, deadline - System.nanoTime());
        for (Run run : left) {
            if (!run.awaitEnd(remaining.get(), TimeUnit.NANOSECONDS)) {
                LOG.warn("A run did not end in time");
            }
        }
    }
}

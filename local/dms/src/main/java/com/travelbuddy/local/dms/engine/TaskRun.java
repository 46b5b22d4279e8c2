package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.source.ReplicationSlot;
import com.travelbuddy.local.dms.source.SlotUnusableException;
import com.travelbuddy.local.dms.target.StopTaskException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One run of a task, from its start until it stops or fails. Safe for use by several threads. */
public final class TaskRun {

    private static final Logger LOG = LoggerFactory.getLogger(TaskRun.class);

    /** How long a transaction or a chunk in hand may take to end when a stop is asked for. */
    private static final Duration STOP_GRACE = Duration.ofSeconds(10);

    private final TaskDefinition task;
    private final Assumptions assumptions;
    private final TaskListener listener;
    private final Recovery recovery;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final List<TableName> reloads = new ArrayList<>();
    private StartType type;
    private boolean toldRunning;
    private boolean recovering;
    private boolean loaded;
    private boolean grouping = true;
    private volatile Attempt attempt;
    private volatile List<TableStatistics> lastStatistics;
    private volatile String lastCheckpoint = "";

    private TaskRun(
            TaskDefinition task,
            StartType type,
            Assumptions assumptions,
            List<TableStatistics> before,
            TaskListener listener) {
        this.task = task;
        this.type = type;
        this.assumptions = assumptions;
        this.lastStatistics = before;
        this.listener = listener;
        this.recovery = new Recovery(task.settings().errors());
    }

    /** A table by its names at the source. */
    public record TableName(String schema, String table) {}

    /**
     * Starts it on a thread of its own and returns at once.
     *
     * @param before statistics of the task's last run, shown until this one knows better
     */
    public static TaskRun start(
            TaskDefinition task,
            StartType type,
            Assumptions assumptions,
            List<TableStatistics> before,
            TaskListener listener) {
        var run = new TaskRun(task, type, assumptions, before, listener);
        Thread.ofPlatform().daemon().name(task.resourceId()).start(run::run);
        return run;
    }

    /**
     * Asks it to stop; the transaction in hand is given up or ended, {@link TaskListener#ended}
     * tells when.
     */
    public void stop() {
        stop(STOP_GRACE);
    }

    /** The same, with less or more time for what is in hand. */
    public void stop(Duration grace) {
        stopping.countDown();
        Attempt current = attempt;
        if (current != null) {
            // A statement may wait for a lock for as long as somebody holds it.
            Thread.ofVirtual().start(() -> current.abortUnlessEndedIn(grace));
        }
    }

    /**
     * Loads tables again while changes go on.
     *
     * @throws IllegalArgumentException when the task has no such table
     */
    public void reload(List<TableName> tables) {
        List<TableStatistics> known = statistics();
        for (TableName name : tables) {
            if (known.stream()
                    .noneMatch(
                            table ->
                                    table.schema().equals(name.schema())
                                            && table.table().equals(name.table()))) {
                throw new IllegalArgumentException(
                        "the task has no table %s.%s".formatted(name.schema(), name.table()));
            }
        }
        synchronized (reloads) {
            reloads.addAll(tables);
        }
    }

    /** True counts, sorted by schema and table. */
    public List<TableStatistics> statistics() {
        Attempt current = attempt;
        List<TableStatistics> tables =
                current == null || !current.isReady() ? lastStatistics : current.statistics();
        return tables.stream()
                .sorted(
                        Comparator.comparing(TableStatistics::schema)
                                .thenComparing(TableStatistics::table))
                .toList();
    }

    /** Position up to which the target has everything, as RecoveryCheckpoint; empty before any. */
    public String checkpoint() {
        Attempt current = attempt;
        return current == null || !current.isReady() ? lastCheckpoint : current.checkpoint();
    }

    /**
     * Drops the slot of a task that does not run; does nothing when there is none.
     *
     * @throws SQLException when the source cannot be reached or refuses
     */
    public static void dropSlot(TaskDefinition task) throws SQLException {
        new ReplicationSlot(task.source(), task.slot()).drop();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    TaskDefinition task() {
        return task;
    }

    Assumptions assumptions() {
        return assumptions;
    }

    TaskListener listener() {
        return listener;
    }

    /** What this run is to begin with; once that is done, it goes on where it is. */
    StartType startType() {
        return type;
    }

    /** The target knows the task now: from here on it can be resumed. */
    void begun() {
        type = StartType.RESUME_PROCESSING;
        if (!toldRunning) {
            toldRunning = true;
            listener.running();
        }
    }

    /** Tables were loaded; what may stop a run after a load concerns this one. */
    void loaded() {
        loaded = true;
    }

    boolean hasLoaded() {
        return loaded;
    }

    /** How many changes of several source transactions may be applied as one transaction. */
    int groupedChanges() {
        return grouping ? assumptions.groupedChanges() : 0;
    }

    /** One of a group has failed: from here on each is applied by itself. */
    void stopGrouping() {
        grouping = false;
    }

    /** Both sides work. */
    void healthy() {
        recovery.succeeded();
        if (recovering) {
            recovering = false;
            listener.recovering("");
        }
    }

    /** Tables that are to be loaded again, once. */
    List<TableName> takeReloads() {
        synchronized (reloads) {
            List<TableName> taken = List.copyOf(reloads);
            reloads.clear();
            return taken;
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                try (Attempt current = new Attempt(this)) {
                    attempt = current;
                    StopReason reason = current.run();
                    keep(current);
                    listener.ended(reason, "");
                    return;
                } catch (SQLException e) {
                    keepLast();
                    if (isStopping()) {
                        break;
                    }
                    Optional<Duration> wait =
                            Recovery.isRecoverable(e) ? recovery.next() : Optional.empty();
                    if (wait.isEmpty()) {
                        listener.ended(
                                Recovery.isRecoverable(e)
                                        ? StopReason.RECOVERABLE_ERROR
                                        : StopReason.FATAL_ERROR,
                                message(e));
                        return;
                    }
                    recovering = true;
                    listener.recovering(message(e));
                    stopping.await(wait.get().toMillis(), TimeUnit.MILLISECONDS);
                }
            }
            listener.ended(StopReason.NORMAL, "");
        } catch (StopTaskException | SlotUnusableException e) {
            keepLast();
            listener.ended(StopReason.FATAL_ERROR, e.getMessage());
        } catch (InterruptedException | RuntimeException e) {
            keepLast();
            LOG.error("Task {} has failed", task.resourceId(), e);
            listener.ended(StopReason.FATAL_ERROR, String.valueOf(e.getMessage()));
        }
    }

    private void keepLast() {
        Attempt last = attempt;
        if (last != null) {
            keep(last);
        }
    }

    /** What the outside sees until the next attempt, or for good. */
    private void keep(Attempt last) {
        if (last.isReady()) {
            if (isStopping()) {
                last.cancelLoads();
            }
            lastStatistics = last.statistics();
            lastCheckpoint = last.checkpoint();
        }
        attempt = null;
    }

    private static String message(SQLException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage().strip();
    }
}

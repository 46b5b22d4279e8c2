package com.travelbuddy.reversesync.job;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.dms.FailedResourceException;
import com.travelbuddy.reversesync.dms.NotProvisionedException;
import com.travelbuddy.reversesync.dms.TaskState;
import com.travelbuddy.reversesync.dms.TimedOutException;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Waits until a running task has reached its goal. */
final class Arrival {

    private final Settings settings;
    private final Source source;
    private final DmsApi dms;
    private final Progress progress;

    Arrival(Settings settings, Source source, DmsApi dms, Progress progress) {
        this.settings = settings;
        this.source = source;
        this.dms = dms;
        this.progress = progress;
    }

    /**
     * Returns when the goal is reached.
     *
     * @throws FailedResourceException when the task has ended, or a table is in error
     * @throws NotProvisionedException when there is no task
     * @throws TimedOutException after the timeout
     */
    void await(Goal goal) {
        try (Connection connection = source.connect()) {
            await(goal, connection);
        } catch (SQLException e) {
            throw new UnreachableException(Side.SOURCE, "does not tell how far it was read", e);
        }
    }

    private void await(Goal goal, Connection connection) throws SQLException {
        Instant deadline = Instant.now().plus(settings.dms().timeout());
        String position = Sql.text(connection, "SELECT pg_current_wal_lsn()").orElseThrow();
        Optional<Counts> before = Optional.empty();
        while (true) {
            ReplicationTask task = runningTask(goal);
            List<TableStatistics> tables = dms.tables(task.replicationTaskArn());
            refuseErrors(tables);
            Counts counts = Counts.of(tables);
            boolean loaded =
                    TaskState.isCdcOnly(task)
                            || !tables.isEmpty()
                                    && tables.stream()
                                            .allMatch(
                                                    table ->
                                                            table.tableState()
                                                                    .equals("Table completed"));
            boolean reached =
                    switch (goal) {
                        case RUNNING -> true;
                        case FULL_LOAD_DONE -> loaded;
                        case CAUGHT_UP ->
                                loaded
                                        && counts.isLevel()
                                        && hasRead(connection, position, before, counts);
                    };
            if (reached) {
                return;
            }
            before = Optional.of(counts);
            progress.at("apply changes", counts.applied(), counts.captured(), "changes");
            if (Instant.now().isAfter(deadline)) {
                throw new TimedOutException(
                        "The goal %s was not reached within %s: %,d changes captured, %,d applied"
                                .formatted(
                                        goal,
                                        settings.dms().timeout(),
                                        counts.captured(),
                                        counts.applied()));
            }
            pause();
        }
    }

    /** Changes that the task has read, and that it has written. */
    private record Counts(long captured, long applied) {

        static Counts of(List<TableStatistics> tables) {
            long captured = 0;
            long applied = 0;
            for (TableStatistics table : tables) {
                captured +=
                        number(table.inserts()) + number(table.updates()) + number(table.deletes());
                applied +=
                        number(table.appliedInserts())
                                + number(table.appliedUpdates())
                                + number(table.appliedDeletes());
            }
            return new Counts(captured, applied);
        }

        /** DMS leaves out what it has not counted yet. */
        private static long number(Long count) {
            return count == null ? 0 : count;
        }

        boolean isLevel() {
            return captured == applied;
        }
    }

    private ReplicationTask runningTask(Goal goal) {
        ReplicationTask task =
                dms.taskStatus(settings.dms().task())
                        .orElseThrow(() -> new NotProvisionedException(settings.dms().task()));
        boolean ended = task.status().equals("stopped") || task.status().equals("failed");
        // A task may be done before anybody has seen it running.
        if (ended && !(goal != Goal.CAUGHT_UP && TaskState.reachedItsGoal(task))) {
            throw new FailedResourceException(
                    FailedResourceException.Kind.TASK,
                    "The task %s is %s: %s"
                            .formatted(
                                    task.replicationTaskIdentifier(),
                                    task.status(),
                                    task.lastFailureMessage() == null
                                            ? String.valueOf(task.stopReason())
                                            : task.lastFailureMessage()));
        }
        return task;
    }

    private static void refuseErrors(List<TableStatistics> tables) {
        tables.stream()
                .filter(table -> TaskState.isBroken(table.tableState()))
                .findFirst()
                .ifPresent(
                        table -> {
                            throw new FailedResourceException(
                                    FailedResourceException.Kind.TABLE,
                                    "The table %s.%s is in the state '%s'; status tells why"
                                            .formatted(
                                                    table.schemaName(),
                                                    table.tableName(),
                                                    table.tableState()));
                        });
    }

    /**
     * Whether the task has read the log up to a position: it has confirmed that, or it was sent
     * that and has counted nothing more since the last look. DMS may confirm late while nothing
     * happens.
     */
    private boolean hasRead(
            Connection connection, String position, Optional<Counts> before, Counts now)
            throws SQLException {
        for (Slot slot : Slot.of(connection, settings)) {
            boolean confirmed =
                    is(
                            connection,
                            "SELECT confirmed_flush_lsn >= ?::pg_lsn FROM pg_replication_slots"
                                    + " WHERE slot_name = ?",
                            position,
                            slot.name());
            boolean sent =
                    is(
                            connection,
                            "SELECT r.sent_lsn >= ?::pg_lsn FROM pg_replication_slots s"
                                    + " JOIN pg_stat_replication r ON r.pid = s.active_pid"
                                    + " WHERE s.slot_name = ?",
                            position,
                            slot.name());
            if (confirmed || sent && before.equals(Optional.of(now))) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(Connection connection, String sql, Object... parameters)
            throws SQLException {
        return Sql.text(connection, sql, parameters).filter("t"::equals).isPresent();
    }

    private void pause() {
        Duration interval = settings.dms().pollInterval();
        try {
            Thread.sleep(interval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimedOutException("Interrupted while waiting for the task");
        }
    }
}

package com.travelbuddy.local.dms.engine;

import java.util.List;

/** One run of a task, from its start until it stops or fails. Safe for use by several threads. */
public final class TaskRun {

    /**
     * Starts it on a thread of its own and returns at once.
     *
     * @param before statistics of the task's last run, kept for tables that this one does not reach
     */
    public static TaskRun start(
            TaskDefinition task,
            StartType type,
            Assumptions assumptions,
            List<TableStatistics> before,
            TaskListener listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * Asks it to stop after the transaction in hand; {@link TaskListener#ended} tells when it has.
     */
    public void stop() {
        throw new UnsupportedOperationException();
    }

    /**
     * Loads tables again while changes go on.
     *
     * @throws IllegalArgumentException when the task has no such table
     */
    public void reload(List<TableName> tables) {
        throw new UnsupportedOperationException();
    }

    /** True counts, sorted by schema and table. */
    public List<TableStatistics> statistics() {
        throw new UnsupportedOperationException();
    }

    /** Position up to which the target has everything, as RecoveryCheckpoint; empty before any. */
    public String checkpoint() {
        throw new UnsupportedOperationException();
    }

    /**
     * Drops the slot of a task that does not run; does nothing when there is none.
     *
     * @throws java.sql.SQLException when the source cannot be reached or refuses
     */
    public static void dropSlot(TaskDefinition task) throws java.sql.SQLException {
        throw new UnsupportedOperationException();
    }

    /** A table by its names at the source. */
    public record TableName(String schema, String table) {}
}

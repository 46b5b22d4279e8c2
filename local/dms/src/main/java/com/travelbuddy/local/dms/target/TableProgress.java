package com.travelbuddy.local.dms.target;

import org.postgresql.replication.LogSequenceNumber;

import java.time.Instant;

/**
 * How far a table is, as the target itself keeps it: changed in the same transactions as its rows.
 *
 * @param phase what is known of its rows
 * @param position of the source's log up to which its changes are done with
 * @param settledFrom position of the log from which on changes meet rows of exactly the state
 *     before them; those up to it may already be in what a load has read
 * @param reason of {@link Phase#SUSPENDED}; empty otherwise
 * @param loadStart null before a load
 * @param loadEnd null before a load's end
 */
public record TableProgress(
        String schema,
        String table,
        Phase phase,
        LogSequenceNumber position,
        LogSequenceNumber settledFrom,
        Counts captured,
        Counts applied,
        long loadedRows,
        long loadErrors,
        Instant loadStart,
        Instant loadEnd,
        boolean reloaded,
        String reason) {

    /** What is known of a table's rows. */
    public enum Phase {
        /** Nothing was loaded, or not all. */
        UNLOADED,
        /** All is there; changes are applied. */
        STREAMING,
        /** An error has ended its replication. */
        SUSPENDED
    }

    /** Changes by kind. */
    public record Counts(long inserts, long updates, long deletes, long ddls) {

        public static final Counts NONE = new Counts(0, 0, 0, 0);

        public Counts plus(Counts other) {
            return new Counts(
                    inserts + other.inserts,
                    updates + other.updates,
                    deletes + other.deletes,
                    ddls + other.ddls);
        }
    }

    /** A table at the beginning of a task's life. */
    public static TableProgress initial(
            String schema, String table, Phase phase, LogSequenceNumber position) {
        return new TableProgress(
                schema,
                table,
                phase,
                position,
                position,
                Counts.NONE,
                Counts.NONE,
                0,
                0,
                null,
                null,
                false,
                "");
    }

    public TableProgress loading(Instant now, boolean again) {
        return new TableProgress(
                schema,
                table,
                Phase.UNLOADED,
                position,
                settledFrom,
                captured,
                applied,
                0,
                0,
                now,
                null,
                reloaded || again,
                "");
    }

    /** All rows of a snapshot are there. */
    public TableProgress loaded(
            long rows, long errors, Instant now, LogSequenceNumber snapshotPosition) {
        return new TableProgress(
                schema,
                table,
                Phase.STREAMING,
                position,
                snapshotPosition,
                captured,
                applied,
                rows,
                errors,
                loadStart,
                now,
                reloaded,
                "");
    }

    public TableProgress advanced(
            LogSequenceNumber newPosition, Counts nowCaptured, Counts nowApplied) {
        return new TableProgress(
                schema,
                table,
                phase,
                newPosition,
                settledFrom,
                captured.plus(nowCaptured),
                applied.plus(nowApplied),
                loadedRows,
                loadErrors,
                loadStart,
                loadEnd,
                reloaded,
                reason);
    }

    public TableProgress suspended(String why) {
        return new TableProgress(
                schema,
                table,
                Phase.SUSPENDED,
                position,
                settledFrom,
                captured,
                applied,
                loadedRows,
                loadErrors,
                loadStart,
                loadEnd,
                reloaded,
                why);
    }

    /** Taken up again where it was suspended. */
    public TableProgress resumed() {
        return new TableProgress(
                schema,
                table,
                loadStart != null && loadEnd == null ? Phase.UNLOADED : Phase.STREAMING,
                position,
                settledFrom,
                captured,
                applied,
                loadedRows,
                loadErrors,
                loadStart,
                loadEnd,
                reloaded,
                "");
    }
}

package com.travelbuddy.local.dms.source;

import org.postgresql.replication.LogSequenceNumber;

import java.time.Instant;
import java.util.List;

/** What the stream of a source tells, in the order of commits. */
public sealed interface StreamEvent {

    /** A transaction that was committed begins. */
    record Begin() implements StreamEvent {}

    /**
     * A row was changed.
     *
     * @param before by the table's columns; of an update: where the key has changed, or the server
     *     logs whole rows, otherwise null; of a delete: the key at least
     * @param after by the table's columns; null of a delete
     * @param unknown a column that the table did not have when the run began; null: none
     * @param position in the log
     */
    record Change(
            Kind kind,
            CapturedTable table,
            String[] before,
            String[] after,
            String unknown,
            LogSequenceNumber position)
            implements StreamEvent {

        /**
         * Stands for a value that the log does not repeat because it is large and has not changed.
         */
        public static final String UNCHANGED = new String("unchanged");

        /** Stands for a value that the log does not hold. */
        public static final String ABSENT = new String("absent");
    }

    /** Tables were emptied. */
    record Truncate(List<CapturedTable> tables) implements StreamEvent {}

    /**
     * The transaction ends.
     *
     * @param position of the log behind it
     */
    record Commit(LogSequenceNumber position, Instant time) implements StreamEvent {}

    /** What was done to a row. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }
}

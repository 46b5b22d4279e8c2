package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.dms.TaskState;
import com.travelbuddy.reversesync.settings.TableName;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What DMS tells; states in its own words.
 *
 * @param tables those that the task carries; empty until it has started
 */
public record Replication(
        Optional<Task> task,
        Optional<Instance> instance,
        Optional<Connection> sourceConnection,
        Optional<Connection> targetConnection,
        List<TableProgress> tables) {

    public Replication {
        tables = List.copyOf(tables);
    }

    /**
     * @param stopReason such as {@code NORMAL}; absent: it has not stopped
     * @param started absent: it has never run
     * @param fullLoadPercent absent: there is no full load
     */
    public record Task(
            String id,
            String status,
            Optional<String> stopReason,
            Optional<String> lastFailureMessage,
            String migrationType,
            Optional<Instant> started,
            Optional<Instant> stopped,
            Optional<Integer> fullLoadPercent) {}

    public record Instance(String id, String status, String instanceClass) {}

    /**
     * The last test of whether the instance reaches an endpoint.
     *
     * @param status absent: it was never tested
     */
    public record Connection(
            String endpoint, Optional<String> status, Optional<String> lastFailureMessage) {}

    /**
     * @param name at the source
     * @param captured changes that were read from the source's log
     * @param applied changes that the target has
     * @param fullLoadEnd absent: no load has ended
     */
    public record TableProgress(
            TableName name,
            String state,
            Changes captured,
            Changes applied,
            long fullLoadRows,
            long fullLoadErrorRows,
            Optional<Instant> fullLoadEnd) {

        boolean isLoading() {
            return List.of("Before load", "Full load", "Table is being reloaded").contains(state);
        }

        public boolean isBroken() {
            return TaskState.isBroken(state);
        }
    }

    /** How many rows were changed. */
    public record Changes(long inserts, long updates, long deletes) {

        public static final Changes NONE = new Changes(0, 0, 0);

        public long total() {
            return inserts + updates + deletes;
        }

        Changes plus(Changes other) {
            return new Changes(
                    inserts + other.inserts, updates + other.updates, deletes + other.deletes);
        }
    }

    public Changes captured() {
        return tables.stream().map(TableProgress::captured).reduce(Changes.NONE, Changes::plus);
    }

    public Changes applied() {
        return tables.stream().map(TableProgress::applied).reduce(Changes.NONE, Changes::plus);
    }

    /** Whether a table that is carried over has captured changes that are not applied. */
    boolean isBehind() {
        return tables.stream()
                .anyMatch(
                        table ->
                                !table.isBroken()
                                        && table.captured().total() > table.applied().total());
    }
}

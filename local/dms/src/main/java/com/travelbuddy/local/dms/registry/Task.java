package com.travelbuddy.local.dms.registry;

import com.travelbuddy.local.dms.engine.MigrationType;
import com.travelbuddy.local.dms.engine.StartType;

import java.time.Instant;
import java.util.Locale;

/** A replication task: what it does, where it stands, and what its last run came to. */
public record Task(
        String arn,
        String id,
        Instant created,
        Specification specification,
        Status status,
        History history)
        implements Resource {

    /** Status of the API's ReplicationTask. */
    public enum Status {
        CREATING,
        READY,
        STARTING,
        RUNNING,
        STOPPING,
        STOPPED,
        FAILED,
        MODIFYING,
        TESTING,
        DELETING;

        /** As the API spells it. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Whether nothing is under way. */
        public boolean rests() {
            return this == READY || this == STOPPED || this == FAILED;
        }
    }

    /**
     * What was asked for.
     *
     * @param source ARN of an endpoint, as is {@code target}
     * @param instance ARN of the replication instance
     * @param requestedSettings only what the client has set
     * @param settings the whole document
     * @param startPosition empty when not given, as are {@code stopPosition} and {@code data}
     */
    public record Specification(
            String source,
            String target,
            String instance,
            MigrationType type,
            String mappings,
            String requestedSettings,
            String settings,
            String startPosition,
            String stopPosition,
            String data) {}

    /**
     * What the runs have left.
     *
     * @param slot of the source; empty: never started
     * @param start how the last run was started; null: never
     * @param begun whether a run has reached both sides since the last fresh start: there is
     *     something to resume
     * @param fresh when it was last started from nothing; null: never
     * @param started when it was last started at all; null: never
     * @param stopped when the last run ended; null: not yet
     * @param failed whether the last run ended by an error
     * @param stopReason as the API has it; empty: none
     * @param failure LastFailureMessage; empty: none
     * @param checkpoint RecoveryCheckpoint; empty: none
     */
    public record History(
            String slot,
            StartType start,
            boolean begun,
            Instant fresh,
            Instant started,
            Instant stopped,
            boolean failed,
            String stopReason,
            String failure,
            String checkpoint) {

        public static final History NONE =
                new History("", null, false, null, null, null, false, "", "", "");

        /** A start from nothing, which forgets all but the slot's name. */
        History restarted(StartType type, String newSlot, Instant now) {
            return new History(newSlot, type, false, now, now, null, false, "", "", "");
        }

        History resumed(StartType type, Instant now) {
            return new History(slot, type, begun, fresh, now, null, false, "", "", checkpoint);
        }

        History reached() {
            return new History(
                    slot, start, true, fresh, started, stopped, failed, stopReason, "", checkpoint);
        }

        History troubled(String message) {
            return new History(
                    slot,
                    start,
                    begun,
                    fresh,
                    started,
                    stopped,
                    failed,
                    stopReason,
                    message,
                    checkpoint);
        }

        History at(String position) {
            return new History(
                    slot,
                    start,
                    begun,
                    fresh,
                    started,
                    stopped,
                    failed,
                    stopReason,
                    failure,
                    position);
        }

        History ended(Instant now, boolean byError, String reason, String message) {
            return new History(
                    slot, start, begun, fresh, started, now, byError, reason, message, checkpoint);
        }
    }

    public Task in(Status newStatus) {
        return new Task(arn, id, created, specification, newStatus, history);
    }

    public Task with(History newHistory) {
        return new Task(arn, id, created, specification, status, newHistory);
    }

    public Task with(Specification newSpecification) {
        return new Task(arn, id, created, newSpecification, status, history);
    }

    public Task named(String newId) {
        return new Task(arn, newId, created, specification, status, history);
    }

    public boolean hasRun() {
        return history.fresh() != null;
    }

    public boolean uses(Endpoint endpoint) {
        return specification.source().equals(endpoint.arn())
                || specification.target().equals(endpoint.arn());
    }

    /** The state that a modification or a test gives way to. */
    public Status restingStatus() {
        if (!hasRun()) {
            return Status.READY;
        }
        return history.failed() ? Status.FAILED : Status.STOPPED;
    }

    /** Last segment of the ARN. */
    public String resourceId() {
        return Arns.resourceId(arn);
    }

    @Override
    public String key() {
        return arn;
    }

    @Override
    public String label() {
        return "task " + id;
    }

    @Override
    public String state() {
        return status.text();
    }

    @Override
    public String detail() {
        return switch (status) {
            case STARTING -> history.start().name();
            case STOPPED -> history.stopReason().replace("Stop Reason ", "");
            case FAILED -> history.failure();
            default -> "";
        };
    }
}

package com.travelbuddy.reversesync.dms;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a task's description tells about its life. */
public final class TaskState {

    private static final Set<String> AT_REST = Set.of("ready", "stopped", "failed", "failed-move");
    private static final Set<String> BROKEN_TABLE =
            Set.of("Table error", "Table does not exist", "Table cancelled");
    private static final List<String> GOALS =
            List.of(
                    "FULL_LOAD_ONLY_FINISHED",
                    "STOPPED_AFTER_FULL_LOAD",
                    "STOPPED_AFTER_CACHED_EVENTS",
                    "STOPPED_AT_SERVER_TIME",
                    "STOPPED_AT_COMMIT_TIME");

    private TaskState() {}

    /** Whether it has ever run, whatever its state says: then it must be resumed, not started. */
    public static boolean hasRun(ReplicationTask task) {
        return lastStart(task).isPresent();
    }

    /** Of all its runs, as DMS writes it; differs after another start. */
    static Optional<String> lastStart(ReplicationTask task) {
        return Stream.of(
                        Optional.ofNullable(task.replicationTaskStartDate()),
                        Optional.ofNullable(task.replicationTaskStats())
                                .map(stats -> stats.startDate()),
                        Optional.ofNullable(task.replicationTaskStats())
                                .map(stats -> stats.freshStartDate()))
                .flatMap(Optional::stream)
                .map(Object::toString)
                .reduce((one, another) -> one + " " + another);
    }

    public static boolean isRunning(ReplicationTask task) {
        return "running".equals(task.status());
    }

    /** Whether it neither runs nor is on its way to another state. */
    public static boolean isAtRest(ReplicationTask task) {
        return AT_REST.contains(task.status());
    }

    public static boolean isCdcOnly(ReplicationTask task) {
        return "cdc".equals(task.migrationTypeAsString());
    }

    /** Whether it ended because it had done what it was to do. */
    public static boolean reachedItsGoal(ReplicationTask task) {
        String reason = Optional.ofNullable(task.stopReason()).orElse("");
        return "stopped".equals(task.status()) && GOALS.stream().anyMatch(reason::contains);
    }

    /**
     * Whether the task has given a table up.
     *
     * @param tableState as the table's statistics have it
     */
    public static boolean isBroken(String tableState) {
        return BROKEN_TABLE.contains(tableState);
    }

    /** Why it ended, in DMS's words. */
    static String ending(ReplicationTask task) {
        return Stream.of(task.stopReason(), task.lastFailureMessage())
                .filter(text -> text != null && !text.isBlank())
                .reduce((one, another) -> one + "; " + another)
                .orElse("DMS gives no reason");
    }
}

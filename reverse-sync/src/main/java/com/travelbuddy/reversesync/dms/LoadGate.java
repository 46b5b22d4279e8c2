package com.travelbuddy.reversesync.dms;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

import java.util.List;

/**
 * Whether a task may go on from where it was. After a load that failed, a resume may go over to
 * changes with nothing loaded, and all figures at 100 %.
 */
final class LoadGate {

    private final DmsApi dms;
    private final Retrying retrying;
    private final ChangeSlot slot;

    LoadGate(DmsApi dms, Retrying retrying, ChangeSlot slot) {
        this.dms = dms;
        this.retrying = retrying;
        this.slot = slot;
    }

    /**
     * @param loadComplete whether somebody has made sure of the load
     * @throws RefusedException when rows or changes would be left out
     */
    void requireResumable(ReplicationTask task, boolean loadComplete) {
        if (TaskState.isCdcOnly(task)) {
            if (slot.find().isEmpty()) {
                throw new RefusedException(
                        "The slot %s is not usable: %s".formatted(slot.name(), ChangeSlot.GONE));
            }
            return;
        }
        if (loadComplete) {
            return;
        }
        List<TableStatistics> tables = retrying.get(() -> dms.tables(task.replicationTaskArn()));
        List<String> unloaded =
                tables.stream()
                        .filter(table -> !isLoaded(table))
                        .map(
                                table ->
                                        "%s.%s (%s)"
                                                .formatted(
                                                        table.schemaName(),
                                                        table.tableName(),
                                                        table.tableState()))
                        .toList();
        if (!unloaded.isEmpty() || tables.isEmpty()) {
            throw new RefusedException(
                    ("The full load of task %s has not come to its end: %s. A resume may leave rows out"
                                    + " without a word. Safe is destroy, then apply and run; reload loads"
                                    + " again into what is there. If you have made sure that all rows were"
                                    + " loaded: resume --load-complete")
                            .formatted(
                                    task.replicationTaskIdentifier(),
                                    tables.isEmpty()
                                            ? "DMS tells of no table"
                                            : String.join(", ", unloaded)));
        }
    }

    /** One that fell into error later has had changes: those come after the load only. */
    private static boolean isLoaded(TableStatistics table) {
        if (table.fullLoadEndTime() == null) {
            return false;
        }
        return switch (table.tableState()) {
            case "Table completed" -> true;
            case "Table error" -> table.inserts() + table.updates() + table.deletes() > 0;
            default -> false;
        };
    }
}

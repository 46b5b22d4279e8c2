package com.travelbuddy.reversesync.job;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

/** The task, or one of its tables, goes on no more; the status tells what to do. */
public final class TaskEndedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TaskEndedException(ReplicationTask task) {
        super(
                "The task %s is %s: %s"
                        .formatted(
                                task.replicationTaskIdentifier(),
                                task.status(),
                                task.lastFailureMessage() == null
                                        ? String.valueOf(task.stopReason())
                                        : task.lastFailureMessage()));
    }

    TaskEndedException(TableStatistics table) {
        super(
                "The table %s.%s is in the state '%s'; the task's log tells why"
                        .formatted(table.schemaName(), table.tableName(), table.tableState()));
    }
}

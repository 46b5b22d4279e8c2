package com.travelbuddy.local.dms.registry;

import java.time.Instant;

/**
 * Something that DescribeEvents tells of.
 *
 * @param source identifier of the instance or task
 * @param sourceType replication-instance or replication-task
 */
public record Event(Instant at, String source, String sourceType, String category, String message) {

    /** What happens, with the number that AWS has for it, if it has one. */
    enum Kind {
        INSTANCE_CREATING("0067", "creation", "The replication instance is being created."),
        INSTANCE_CREATED("0005", "creation", "The replication instance has been created."),
        INSTANCE_DELETING("0066", "deletion", "The replication instance is being deleted."),
        INSTANCE_DELETED("0003", "deletion", "The replication instance has been deleted."),
        INSTANCE_STORAGE_FULL("0007", "low storage", "The storage of the instance is used up."),
        TASK_CREATED("0074", "creation", "The replication task has been created."),
        TASK_DELETED("0073", "deletion", "The replication task has been deleted."),
        TASK_STARTED("0069", "state change", "The replication task has started."),
        TASK_STOPPED("0079", "state change", "The replication task has stopped."),
        TASK_FAILED("0078", "failure", "The replication task has failed."),
        TASK_RECOVERING("", "failure", "The replication task is recovering from an error."),
        TASK_RECOVERED("", "state change", "The replication task has recovered."),
        TASK_MODIFIED("0080", "configuration change", "The replication task has been modified."),
        TASK_RELOADING("0081", "state change", "A reload of table details was requested."),
        TABLE_SUSPENDED("", "failure", "A table of the replication task was suspended.");

        private final String number;
        private final String category;
        private final String text;

        Kind(String number, String category, String text) {
            this.number = number;
            this.category = category;
            this.text = text;
        }
    }

    static Event of(Kind kind, Instance instance, Instant at) {
        return new Event(at, instance.id(), "replication-instance", kind.category, text(kind, ""));
    }

    /**
     * @param detail empty: nothing more to say
     */
    static Event of(Kind kind, Task task, Instant at, String detail) {
        return new Event(at, task.id(), "replication-task", kind.category, text(kind, detail));
    }

    private static String text(Kind kind, String detail) {
        return kind.text
                + (detail.isEmpty() ? "" : " " + detail)
                + (kind.number.isEmpty() ? "" : " (DMS-EVENT-" + kind.number + ")");
    }
}

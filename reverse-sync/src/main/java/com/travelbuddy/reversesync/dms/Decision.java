package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.dms.ApplyOptions.Restart;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whether a plan may be carried out, before anything is. */
record Decision(Plan plan, Optional<ReplicationTask> task, ApplyOptions options) {

    private static final List<String> OF_TASK =
            List.of(Plan.SOURCE_ENDPOINT, Plan.TARGET_ENDPOINT, Plan.TASK);

    /** Whether the task has to be at rest for it. */
    static boolean changesTask(Plan plan, ApplyOptions options) {
        return options.updatePasswords()
                || plan.steps().stream()
                        .anyMatch(
                                step ->
                                        step.action() == Action.CHANGE
                                                && OF_TASK.contains(step.resource()));
    }

    static boolean changesMapping(Plan plan) {
        return plan.step(Plan.TASK).action() == Action.CHANGE
                && plan.step(Plan.TASK).changes(Plan.TASK + ".mapping");
    }

    /**
     * @throws RefusedException when somebody has to decide first
     */
    void requireAllowed() {
        String replaced =
                plan.steps().stream()
                        .filter(step -> step.action() == Action.REPLACE)
                        .map(
                                step ->
                                        "%s %s: %s"
                                                .formatted(
                                                        step.resource(),
                                                        step.id(),
                                                        step.note().orElse("")))
                        .collect(Collectors.joining("; "));
        if (!replaced.isEmpty()) {
            throw new RefusedException(
                    "This cannot be brought about by a change: %s".formatted(replaced));
        }
        Optional<ReplicationTask> ran = task.filter(TaskState::hasRun);
        if (ran.isEmpty() || !changesTask(plan, options)) {
            return;
        }
        if (changesMapping(plan)) {
            if (options.restart().isEmpty()) {
                throw new RefusedException(
                        ("The mapping of task %s has changed, and the task has run. Renamed, added and"
                                        + " removed columns only count after a restart, and rows that have been"
                                        + " carried over stay as they are. Decide: --restart=resume stops, changes"
                                        + " and resumes the task; then verify --repair brings the rows level (the"
                                        + " safe way). --restart=reload loads all rows again, which may empty the"
                                        + " target's tables, and needs --confirm %s; not for a task for changes"
                                        + " only")
                                .formatted(
                                        ran.get().replicationTaskIdentifier(),
                                        ran.get().replicationTaskIdentifier()));
            }
        } else if (!TaskState.isAtRest(ran.get())
                && !options.stopToChange()
                && options.restart().isEmpty()) {
            throw new RefusedException(
                    ("Task %s is %s, and DMS changes it, its endpoints and their passwords only at rest:"
                                    + " --stop-to-change stops it, makes the change and resumes it")
                            .formatted(ran.get().replicationTaskIdentifier(), ran.get().status()));
        }
        if (options.restart().equals(Optional.of(Restart.RELOAD))) {
            Reload.requireAllowed(ran.get(), options.confirmed());
        }
    }
}

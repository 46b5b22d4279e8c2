package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.dms.FailedResourceException.Kind;
import com.travelbuddy.reversesync.dms.Waiter.Phase;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

import java.util.List;
import java.util.Optional;

/** Asks DMS to start the task, and waits for what comes of it. */
final class Launch {

    private final String id;
    private final DmsApi dms;
    private final Waiter waiter;
    private final Retrying retrying;

    Launch(String id, DmsApi dms, Waiter waiter, Retrying retrying) {
        this.id = id;
        this.dms = dms;
        this.waiter = waiter;
        this.retrying = retrying;
    }

    /**
     * @throws RefusedException when a task that has run would begin anew: its position would be
     *     lost
     */
    static void requirePermitted(ReplicationTask task, StartReplicationTaskTypeValue type) {
        if (type == StartReplicationTaskTypeValue.START_REPLICATION && TaskState.hasRun(task)) {
            throw new RefusedException(
                    "Task %s has run: start-replication would begin anew; it is resumed instead"
                            .formatted(task.replicationTaskIdentifier()));
        }
    }

    /**
     * @param before the task, at rest
     * @param did for the outcome
     * @throws FailedResourceException when the task ends by an error, or a table is in error
     */
    Outcome launch(ReplicationTask before, StartReplicationTaskTypeValue type, String did) {
        String arn = before.replicationTaskArn();
        Optional<String> lastStart = TaskState.lastStart(before);
        retrying.run(
                () -> {
                    ReplicationTask now = settled();
                    boolean begun = !TaskState.lastStart(now).equals(lastStart);
                    if (!begun && !TaskState.isRunning(now)) {
                        requirePermitted(now, type);
                        dms.call(
                                "dms:StartReplicationTask",
                                client ->
                                        client.startReplicationTask(
                                                request ->
                                                        request.replicationTaskArn(arn)
                                                                .startReplicationTaskType(type)));
                    }
                });
        boolean[] moved = {false};
        ReplicationTask now =
                waiter.until(
                                "task %s running".formatted(before.replicationTaskIdentifier()),
                                this::status,
                                seen -> {
                                    // Right after the request it may still show its old state.
                                    moved[0] |=
                                            seen.filter(task -> !TaskState.isAtRest(task))
                                                            .isPresent()
                                                    || !seen.flatMap(TaskState::lastStart)
                                                            .equals(lastStart);
                                    return runs(seen, moved[0]);
                                })
                        .orElseThrow();
        return running(now, did);
    }

    private static Phase runs(Optional<ReplicationTask> seen, boolean moved) {
        if (seen.isEmpty()) {
            return new Phase.Moving("not listed");
        }
        ReplicationTask task = seen.get();
        if (TaskState.isRunning(task) || moved && TaskState.reachedItsGoal(task)) {
            return new Phase.There();
        }
        return moved && TaskState.isAtRest(task)
                ? Phases.never(
                        Kind.TASK,
                        "Task %s is %s: %s"
                                .formatted(
                                        task.replicationTaskIdentifier(),
                                        task.status(),
                                        TaskState.ending(task)))
                : new Phase.Moving(task.status());
    }

    /** A task may be green while its only table stands still. */
    Outcome running(ReplicationTask task, String did) {
        if (TaskState.isRunning(task)) {
            waiter.until(
                    "tables of task " + task.replicationTaskIdentifier(),
                    () -> dms.tables(task.replicationTaskArn()),
                    tables -> tables(tables, retrying.get(this::status)));
        }
        return new Outcome(task.replicationTaskIdentifier(), did, settled().status(), List.of());
    }

    private static Phase tables(List<TableStatistics> tables, Optional<ReplicationTask> task) {
        List<String> broken =
                tables.stream()
                        .filter(table -> TaskState.isBroken(table.tableState()))
                        .map(
                                table ->
                                        "%s.%s: %s"
                                                .formatted(
                                                        table.schemaName(),
                                                        table.tableName(),
                                                        table.tableState()))
                        .toList();
        if (!broken.isEmpty()) {
            return Phases.never(
                    Kind.TABLE,
                    "The task runs, but not for %s; awsdms_suspended_tables and the task's log say why"
                            .formatted(String.join(", ", broken)));
        }
        boolean ended = task.filter(TaskState::isAtRest).isPresent();
        if (ended && !TaskState.reachedItsGoal(task.orElseThrow())) {
            return runs(task, true);
        }
        return tables.isEmpty() && !ended
                ? new Phase.Moving("no table told of yet")
                : new Phase.There();
    }

    /** The task, once it is running or at rest. */
    ReplicationTask settled() {
        return waiter.until("task " + id, this::status, Phases::settled)
                .orElseThrow(() -> new NotProvisionedException(id));
    }

    private Optional<ReplicationTask> status() {
        return dms.taskStatus(id);
    }
}

package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.dms.FailedResourceException.Kind;
import com.travelbuddy.reversesync.dms.Waiter.Phase;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.DmsSettings;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableName;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;
import software.amazon.awssdk.services.databasemigration.model.TableToReload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts, stops, resumes and reloads the task. */
public final class TaskLife {

    private static final Set<String> BROKEN_TABLE =
            Set.of("Table error", "Table does not exist", "Table cancelled");

    private static final int MOST_RELOADED = 10;

    private final Settings settings;
    private final DmsSettings dmsSettings;
    private final DmsApi dms;
    private final Waiter waiter;
    private final Retrying retrying;
    private final ChangeSlot slot;
    private final PendingRestart pending;
    private final Destruction destruction;

    public TaskLife(Settings settings, Source source, DmsApi dms, Progress progress) {
        this.settings = settings;
        this.dmsSettings = settings.dms();
        this.dms = dms;
        this.waiter = new Waiter(dmsSettings, progress);
        this.retrying = new Retrying(dmsSettings.pollInterval(), progress);
        this.slot = new ChangeSlot(settings, source);
        this.pending = new PendingRestart(dms);
        this.destruction = new Destruction(settings, dms, waiter, retrying, slot, this);
    }

    /**
     * Has the task run: for the first time, or on from where it was. Does nothing when it runs.
     *
     * @throws RefusedException when going on would leave rows out
     * @throws FailedResourceException when the task ends by an error, or a table is in error
     * @throws NotProvisionedException when there is no task
     */
    public Outcome start() {
        ReplicationTask task = settled();
        if (TaskState.isRunning(task)) {
            return running(task, "was running");
        }
        return TaskState.hasRun(task)
                ? resume(task)
                : started(task, StartReplicationTaskTypeValue.START_REPLICATION, "started");
    }

    /**
     * Has the task go on from where it was.
     *
     * @throws RefusedException when it has never run, or going on would leave rows out
     */
    public Outcome resume() {
        ReplicationTask task = settled();
        if (TaskState.isRunning(task)) {
            return running(task, "was running");
        }
        if (!TaskState.hasRun(task)) {
            throw new RefusedException(
                    "Task %s has never run, so there is nothing to resume: run starts it"
                            .formatted(task.replicationTaskIdentifier()));
        }
        return resume(task);
    }

    private Outcome resume(ReplicationTask task) {
        requireResumable(task);
        return started(task, StartReplicationTaskTypeValue.RESUME_PROCESSING, "resumed");
    }

    /** A resume may otherwise go over to changes, with nothing loaded and all figures at 100 %. */
    private void requireResumable(ReplicationTask task) {
        if (TaskState.isCdcOnly(task)) {
            if (slot.find().isEmpty()) {
                throw new RefusedException(
                        "The slot %s is not usable: %s".formatted(slot.name(), ChangeSlot.GONE));
            }
            return;
        }
        List<TableStatistics> tables = retrying.get(() -> dms.tables(task.replicationTaskArn()));
        List<String> unloaded =
                tables.stream()
                        .filter(
                                table ->
                                        !"Table completed".equals(table.tableState())
                                                || table.fullLoadEndTime() == null)
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
                                    + " again into what is there")
                            .formatted(
                                    task.replicationTaskIdentifier(),
                                    tables.isEmpty()
                                            ? "DMS tells of no table"
                                            : String.join(", ", unloaded)));
        }
    }

    /**
     * Stops the task; its slot stays.
     *
     * @return the notes tell what the slot keeps meanwhile
     */
    public Outcome stop() {
        ReplicationTask task = settled();
        boolean ran = TaskState.isRunning(task);
        if (ran) {
            stopRunning(task);
        }
        // Whoever stops it by hand means it to stay so.
        retrying.run(
                () -> {
                    if (pending.find(task.replicationTaskArn()).isPresent()) {
                        pending.clear(task.replicationTaskArn());
                    }
                });
        ReplicationTask now = settled();
        return new Outcome(
                now.replicationTaskIdentifier(),
                ran ? "stopped" : "was not running",
                now.status(),
                slotNotes());
    }

    private void stopRunning(ReplicationTask task) {
        String arn = task.replicationTaskArn();
        retrying.run(
                () -> {
                    if (TaskState.isRunning(settled())) {
                        dms.call(
                                "dms:StopReplicationTask",
                                client ->
                                        client.stopReplicationTask(
                                                request -> request.replicationTaskArn(arn)));
                    }
                });
        waiter.until(
                "task %s stopped".formatted(task.replicationTaskIdentifier()),
                this::status,
                seen ->
                        seen.filter(TaskState::isAtRest).isPresent()
                                ? new Phase.There()
                                : new Phase.Moving(
                                        seen.map(ReplicationTask::status).orElse("not listed")));
    }

    /** For a change: without a word about the slot. */
    void stopForChange() {
        ReplicationTask task = settled();
        if (TaskState.isRunning(task)) {
            stopRunning(task);
        }
    }

    private List<String> slotNotes() {
        return slot.all().stream()
                .map(
                        kept ->
                                ("slot %s keeps %,d bytes of the source's log, more with every change until"
                                                + " the task goes on (status.max-slot-bytes is %,d; it is %s)")
                                        .formatted(
                                                kept.name(),
                                                kept.retainedBytes(),
                                                settings.status().maxSlotBytes(),
                                                kept.state()))
                .toList();
    }

    /**
     * Loads the tables again.
     *
     * @param confirmed the task's name, typed
     * @param tables as the source names them; of a running task only; empty: all
     * @throws RefusedException when it is not confirmed, or DMS would refuse it
     */
    public Outcome reload(Optional<String> confirmed, List<TableName> tables) {
        ReplicationTask task = settled();
        requireReloadable(task, confirmed);
        if (TaskState.isRunning(task)) {
            return reloadTables(task, tables);
        }
        if (!tables.isEmpty()) {
            throw new RefusedException(
                    "Task %s is %s; single tables are reloaded while it runs: resume it first, or reload all"
                            .formatted(task.replicationTaskIdentifier(), task.status()));
        }
        if (!TaskState.hasRun(task)) {
            throw new RefusedException(
                    "Task %s has never run, so there is nothing to reload: run starts it"
                            .formatted(task.replicationTaskIdentifier()));
        }
        return started(task, StartReplicationTaskTypeValue.RELOAD_TARGET, "reloading");
    }

    void requireReloadable(ReplicationTask task, Optional<String> confirmed) {
        String id = task.replicationTaskIdentifier();
        if (TaskState.isCdcOnly(task)) {
            throw new RefusedException(
                    ("Task %s is for changes only, and DMS reloads no such task: verify --repair brings"
                                    + " the rows level")
                            .formatted(id));
        }
        if (!confirmed.equals(Optional.of(id))) {
            throw new RefusedException(
                    ("A reload of task %s loads its tables again. What may be lost: DMS is reported to empty"
                                    + " the target's tables first, even under DO_NOTHING, and the monolith would"
                                    + " see them empty meanwhile; otherwise rows that are there stay as they are,"
                                    + " even if they differ; what the target has and the source has not is not"
                                    + " brought back; the position in the source's changes is given up. To do it"
                                    + " all the same: --confirm %s")
                            .formatted(id, id));
        }
    }

    private Outcome reloadTables(ReplicationTask task, List<TableName> tables) {
        List<TableName> all = new ArrayList<>(tables);
        if (all.isEmpty()) {
            settings.tables().forEach(table -> all.add(table.source()));
        }
        for (var table : all) {
            if (settings.tables().stream().noneMatch(known -> known.source().equals(table))) {
                throw new RefusedException(
                        "The declaration has no table %s at the source".formatted(table));
            }
        }
        String arn = task.replicationTaskArn();
        for (int i = 0; i < all.size(); i += MOST_RELOADED) {
            var some = all.subList(i, Math.min(all.size(), i + MOST_RELOADED));
            retrying.run(
                    () ->
                            dms.call(
                                    "dms:ReloadTables",
                                    client ->
                                            client.reloadTables(
                                                    request ->
                                                            request.replicationTaskArn(arn)
                                                                    .tablesToReload(
                                                                            some.stream()
                                                                                    .map(
                                                                                            TaskLife
                                                                                                    ::toReload)
                                                                                    .toList()))));
        }
        return running(task, "reloading " + all);
    }

    private static TableToReload toReload(TableName table) {
        return TableToReload.builder().schemaName(table.schema()).tableName(table.table()).build();
    }

    /**
     * Deletes all that {@code apply} has created, in the order that DMS asks for, and the slots.
     * Tables stay as they are.
     *
     * @param confirmed the task's name, typed
     * @param keepInstance whether the instance and its subnet group stay
     */
    public Outcome destroy(Optional<String> confirmed, boolean keepInstance) {
        return destruction.destroy(confirmed, keepInstance);
    }

    private Outcome started(
            ReplicationTask before, StartReplicationTaskTypeValue type, String did) {
        String arn = before.replicationTaskArn();
        Optional<String> lastStart = TaskState.lastStart(before);
        retrying.run(
                () -> {
                    ReplicationTask now = settled();
                    boolean begun = !TaskState.lastStart(now).equals(lastStart);
                    if (!begun && !TaskState.isRunning(now)) {
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
    private Outcome running(ReplicationTask task, String did) {
        if (TaskState.isRunning(task)) {
            waiter.until(
                    "tables of task " + task.replicationTaskIdentifier(),
                    () -> dms.tables(task.replicationTaskArn()),
                    tables -> tables(tables, status()));
        }
        return new Outcome(task.replicationTaskIdentifier(), did, settled().status(), List.of());
    }

    private static Phase tables(List<TableStatistics> tables, Optional<ReplicationTask> task) {
        List<String> broken =
                tables.stream()
                        .filter(table -> BROKEN_TABLE.contains(table.tableState()))
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
        return waiter.until("task " + dmsSettings.task(), this::status, Phases::settled)
                .orElseThrow(() -> new NotProvisionedException(dmsSettings.task()));
    }

    private Optional<ReplicationTask> status() {
        return dms.taskStatus(dmsSettings.task());
    }
}

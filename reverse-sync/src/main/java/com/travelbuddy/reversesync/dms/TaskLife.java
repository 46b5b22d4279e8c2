package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableName;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.util.List;
import java.util.Optional;

/** Starts, stops, resumes and reloads the task. */
public final class TaskLife {

    private final Settings settings;
    private final DmsApi dms;
    private final Launch launch;
    private final Reload reload;
    private final LoadGate gate;
    private final Waiter waiter;
    private final Retrying retrying;
    private final ChangeSlot slot;
    private final PendingRestart pending;
    private final Destruction destruction;

    public TaskLife(Settings settings, Source source, DmsApi dms, Progress progress) {
        this.settings = settings;
        this.waiter = new Waiter(settings.dms(), progress);
        this.dms = dms;
        this.retrying = new Retrying(settings.dms().pollInterval(), progress);
        this.slot = new ChangeSlot(settings, source);
        this.pending = new PendingRestart(dms);
        this.launch = new Launch(settings.dms().task(), dms, waiter, retrying);
        this.reload = new Reload(settings, dms, retrying, launch);
        this.gate = new LoadGate(dms, retrying, slot);
        this.destruction =
                new Destruction(settings, dms, waiter, retrying, slot, this::stopForChange);
    }

    /**
     * Has the task run: for the first time, or on from where it was. Does nothing when it runs.
     *
     * @throws RefusedException when going on would leave rows out
     * @throws FailedResourceException when the task ends by an error, or a table is in error
     * @throws NotProvisionedException when there is no task
     */
    public Outcome start() {
        ReplicationTask task = launch.settled();
        if (TaskState.isRunning(task)) {
            return launch.running(task, "was running");
        }
        return TaskState.hasRun(task)
                ? goOn(task, false)
                : launch.launch(task, StartReplicationTaskTypeValue.START_REPLICATION, "started");
    }

    /**
     * Has the task go on from where it was.
     *
     * @throws RefusedException when it has never run, or going on would leave rows out
     */
    public Outcome resume() {
        return resume(false);
    }

    /**
     * The same.
     *
     * @param loadComplete somebody has made sure that the full load has come to its end, though
     *     DMS's figures do not show it
     */
    public Outcome resume(boolean loadComplete) {
        ReplicationTask task = launch.settled();
        if (TaskState.isRunning(task)) {
            return launch.running(task, "was running");
        }
        if (!TaskState.hasRun(task)) {
            throw new RefusedException(
                    "Task %s has never run, so there is nothing to resume: run starts it"
                            .formatted(task.replicationTaskIdentifier()));
        }
        // Whoever has it go on by hand means no reload.
        forgetChange(task);
        return goOn(task, loadComplete);
    }

    private void forgetChange(ReplicationTask task) {
        retrying.run(
                () -> {
                    if (pending.find(task.replicationTaskArn()).isPresent()) {
                        pending.clear(task.replicationTaskArn());
                    }
                });
    }

    private Outcome goOn(ReplicationTask task, boolean loadComplete) {
        gate.requireResumable(task, loadComplete);
        return launch.launch(task, StartReplicationTaskTypeValue.RESUME_PROCESSING, "resumed");
    }

    /**
     * Stops the task; its slot stays.
     *
     * @return the notes tell what the slot keeps meanwhile
     */
    public Outcome stop() {
        ReplicationTask task = launch.settled();
        boolean ran = TaskState.isRunning(task);
        if (ran) {
            stopRunning(task);
        }
        // Whoever stops it by hand means it to stay so.
        forgetChange(task);
        ReplicationTask now = launch.settled();
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
                    if (TaskState.isRunning(launch.settled())) {
                        dms.call(
                                "dms:StopReplicationTask",
                                client ->
                                        client.stopReplicationTask(
                                                request -> request.replicationTaskArn(arn)));
                    }
                });
        waiter.until(
                "task %s stopped".formatted(task.replicationTaskIdentifier()),
                () -> dms.taskStatus(settings.dms().task()),
                Phases::atRest);
    }

    /** For a change: without a word about the slot. */
    void stopForChange() {
        ReplicationTask task = launch.settled();
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
        return reload.reload(confirmed, tables);
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
}

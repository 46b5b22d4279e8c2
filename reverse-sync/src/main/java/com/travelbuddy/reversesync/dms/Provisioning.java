package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.dms.ApplyOptions.Restart;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.DmsSettings;
import com.travelbuddy.reversesync.settings.MigrationType;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableName;

import software.amazon.awssdk.services.databasemigration.model.CreateEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings DMS to what the settings ask for. Each part looks at what is there first, so that it can
 * be interrupted anywhere and begun again.
 */
public final class Provisioning {

    private final DmsSettings settings;
    private final Target target;
    private final DmsApi dms;
    private final Waiter waiter;
    private final Retrying retrying;
    private final Desired desired;
    private final ChangeSlot slot;
    private final Planning planning;
    private final Connections connections;
    private final PendingRestart pending;
    private final TaskLife life;

    public Provisioning(
            Settings settings, Source source, Target target, DmsApi dms, Progress progress) {
        this.settings = settings.dms();
        this.target = target;
        this.dms = dms;
        this.waiter = new Waiter(this.settings, progress);
        this.retrying = new Retrying(this.settings.pollInterval(), progress);
        this.desired = new Desired(settings, source, target);
        this.slot = new ChangeSlot(settings, source);
        this.planning = new Planning(settings, desired, dms, slot);
        this.connections = new Connections(dms, waiter, retrying);
        this.pending = new PendingRestart(dms);
        this.life = new TaskLife(settings, source, dms, progress);
    }

    /** What {@link #apply} would do; changes nothing. */
    public Plan plan(List<TableSync> tables) {
        return retrying.get(() -> planning.plan(tables, type(tables)));
    }

    /**
     * Creates what is missing, and changes what differs and may be changed. The task is not started
     * unless it was stopped for the change.
     *
     * @throws RefusedException when a change needs somebody's decision
     * @throws FailedResourceException when something at DMS does not come about
     * @throws TimedOutException when it does not in time
     */
    public Applied apply(List<TableSync> tables, ApplyOptions options) {
        MigrationType type = retrying.get(() -> type(tables));
        Plan plan = retrying.get(() -> planning.plan(tables, type));
        Optional<ReplicationTask> before = task();
        new Decision(plan, before, options).requireAllowed();
        before.ifPresent(task -> stopToChange(plan, task, options));
        subnetGroup();
        String instance = instance();
        String source =
                endpoint(
                        Plan.SOURCE_ENDPOINT,
                        desired.sourceEndpoint(type == MigrationType.CDC),
                        options);
        String sink = endpoint(Plan.TARGET_ENDPOINT, desired.targetEndpoint(), options);
        connections.test(instance, source, settings.sourceEndpoint().id());
        connections.test(instance, sink, settings.targetEndpoint().id());
        connections.require(instance, source, settings.sourceEndpoint().id());
        connections.require(instance, sink, settings.targetEndpoint().id());
        TaskArns arns = new TaskArns(instance, source, sink);
        retrying.run(() -> task(tables, type, arns));
        waiter.until(
                "task %s at rest or running".formatted(settings.task()), this::status, this::there);
        return goOn(plan, options);
    }

    private Waiter.Phase there(Optional<ReplicationTask> task) {
        return task.filter(TaskState::isRunning).isPresent()
                ? new Waiter.Phase.There()
                : Phases.atRest(task);
    }

    /** Decided once: a slot that is there says that it was decided for changes only before. */
    private MigrationType type(List<TableSync> tables) {
        Optional<ReplicationTask> task = status();
        if (task.isPresent() && settings.migrationType() == MigrationType.AUTO) {
            return TaskState.isCdcOnly(task.get())
                    ? MigrationType.CDC
                    : MigrationType.FULL_LOAD_AND_CDC;
        }
        return switch (settings.migrationType()) {
            case CDC -> MigrationType.CDC;
            case AUTO ->
                    slot.find().isPresent() || filled(tables).isPresent()
                            ? MigrationType.CDC
                            : MigrationType.FULL_LOAD_AND_CDC;
            case FULL_LOAD_AND_CDC -> {
                Optional<TableName> filled = task.isPresent() ? Optional.empty() : filled(tables);
                if (filled.isPresent()) {
                    throw new RefusedException(
                            ("dms.migration-type is full-load-and-cdc, but the target's %s has rows: a full"
                                            + " load passes over rows whose key is there, without a word. Use auto"
                                            + " or cdc, and verify --repair")
                                    .formatted(filled.get()));
                }
                yield MigrationType.FULL_LOAD_AND_CDC;
            }
        };
    }

    /**
     * Makes sure that a first start does not load over rows that have come since the task was made.
     *
     * @throws RefusedException when it would
     */
    public void requireLoadable(List<TableSync> tables) {
        Optional<ReplicationTask> task = task();
        if (task.isEmpty() || TaskState.hasRun(task.get()) || TaskState.isCdcOnly(task.get())) {
            return;
        }
        filled(tables)
                .ifPresent(
                        table -> {
                            throw new RefusedException(
                                    ("The task %1$s begins with a full load, but the target's %2$s has got"
                                                    + " rows since it was made, over which a load would pass"
                                                    + " without a word: destroy --confirm %1$s, and run makes a"
                                                    + " task for changes only")
                                            .formatted(settings.task(), table));
                        });
    }

    private Optional<TableName> filled(List<TableSync> tables) {
        try (Connection connection = target.connect()) {
            for (TableSync table : tables) {
                TableName name = table.target().name();
                if (Target.hasRows(connection, name)) {
                    return Optional.of(name);
                }
            }
            return Optional.empty();
        } catch (SQLException e) {
            throw new UnreachableException(Side.TARGET, "does not tell whether it has rows", e);
        }
    }

    /** Notes first how the task is to go on, so that an interrupted change is taken up again. */
    private void stopToChange(Plan plan, ReplicationTask task, ApplyOptions options) {
        if (!Decision.changesTask(plan, options) || !TaskState.hasRun(task)) {
            return;
        }
        boolean mapping = Decision.changesMapping(plan);
        if (!TaskState.isAtRest(task) || mapping) {
            retrying.run(
                    () ->
                            pending.set(
                                    task.replicationTaskArn(),
                                    mapping
                                            ? options.restart().orElseThrow()
                                            : options.restart().orElse(Restart.RESUME)));
        }
        life.stopForChange();
    }

    private void subnetGroup() {
        if (settings.subnetGroup().subnets().isEmpty()) {
            return;
        }
        retrying.run(
                () -> {
                    if (dms.subnetGroup(settings.subnetGroup().id()).isEmpty()) {
                        dms.call(
                                "dms:CreateReplicationSubnetGroup",
                                client ->
                                        client.createReplicationSubnetGroup(desired.subnetGroup()));
                    }
                });
    }

    /** Its ARN, once it is available. */
    private String instance() {
        String id = settings.instance().id();
        retrying.run(
                () -> {
                    if (settledInstance(id).isEmpty()) {
                        dms.call(
                                "dms:CreateReplicationInstance",
                                client -> client.createReplicationInstance(desired.instance()));
                    }
                });
        return waiter.until(
                        "instance %s available".formatted(id),
                        () -> dms.instance(id),
                        Phases::available)
                .orElseThrow()
                .replicationInstanceArn();
    }

    private Optional<ReplicationInstance> settledInstance(String id) {
        return waiter.until(
                "instance " + id,
                () -> dms.instance(id),
                seen ->
                        Phases.gone(
                                seen.map(ReplicationInstance::replicationInstanceStatus)
                                        .filter("deleting"::equals)));
    }

    /** Its ARN, once it is active. */
    private String endpoint(String resource, CreateEndpointRequest request, ApplyOptions options) {
        String id = request.endpointIdentifier();
        boolean[] updated = {false};
        retrying.run(
                () -> {
                    Optional<Endpoint> found = settledEndpoint(id);
                    if (found.isEmpty()) {
                        dms.call("dms:CreateEndpoint", client -> client.createEndpoint(request));
                    } else if (!Planning.endpointChanges(resource, request, found.get()).isEmpty()
                            || options.updatePasswords() && !updated[0]) {
                        waiter.until("task " + settings.task(), this::status, Phases::settled);
                        modify(found.get(), request);
                    }
                    updated[0] = true;
                });
        return waiter.until(
                        "endpoint %s active".formatted(id), () -> dms.endpoint(id), Phases::active)
                .orElseThrow()
                .endpointArn();
    }

    private Optional<Endpoint> settledEndpoint(String id) {
        return waiter.until(
                "endpoint " + id,
                () -> dms.endpoint(id),
                seen -> Phases.gone(seen.map(Endpoint::status).filter("deleting"::equals)));
    }

    private void modify(Endpoint found, CreateEndpointRequest request) {
        boolean slotGoes =
                request.postgreSQLSettings() != null
                        && request.postgreSQLSettings().slotName() == null
                        && found.postgreSQLSettings() != null
                        && found.postgreSQLSettings().slotName() != null;
        dms.call(
                "dms:ModifyEndpoint",
                client ->
                        client.modifyEndpoint(
                                change ->
                                        change.endpointArn(found.endpointArn())
                                                .sslMode(request.sslMode())
                                                .certificateArn(request.certificateArn())
                                                .postgreSQLSettings(request.postgreSQLSettings())
                                                .mySQLSettings(request.mySQLSettings())
                                                // Nothing else takes a setting out.
                                                .exactSettings(slotGoes)));
    }

    private record TaskArns(String instance, String source, String target) {}

    private void task(List<TableSync> tables, MigrationType type, TaskArns arns) {
        waiter.until("task " + settings.task(), this::status, Phases::settled);
        Optional<ReplicationTask> found = task();
        boolean reads = type == MigrationType.CDC && found.filter(TaskState::hasRun).isEmpty();
        Optional<Slot> from = reads ? Optional.of(slot.require()) : Optional.empty();
        SafeSettings safe = SafeSettings.of(desired.taskSettings());
        if (found.isEmpty()) {
            dms.call(
                    "dms:CreateReplicationTask",
                    client ->
                            client.createReplicationTask(
                                    request ->
                                            request.replicationTaskIdentifier(settings.task())
                                                    .resourceIdentifier(settings.task())
                                                    .replicationInstanceArn(arns.instance())
                                                    .sourceEndpointArn(arns.source())
                                                    .targetEndpointArn(arns.target())
                                                    .migrationType(Planning.text(type))
                                                    .tableMappings(
                                                            desired.mapping(tables).toString())
                                                    .replicationTaskSettings(safe.text())
                                                    .cdcStartPosition(
                                                            from.map(Slot::position).orElse(null))
                                                    .tags(desired.tags())));
            return;
        }
        ReplicationTask task = found.get();
        if (!planning.taskChanges(tables, task, from).isEmpty()) {
            dms.call(
                    "dms:ModifyReplicationTask",
                    client ->
                            client.modifyReplicationTask(
                                    request ->
                                            request.replicationTaskArn(task.replicationTaskArn())
                                                    .tableMappings(
                                                            desired.mapping(tables).toString())
                                                    .replicationTaskSettings(safe.text())
                                                    .cdcStartPosition(
                                                            from.map(Slot::position)
                                                                    .orElse(null))));
        }
    }

    /** Ends a change that a stop began, now or in an earlier run that was interrupted. */
    private Applied goOn(Plan plan, ApplyOptions options) {
        ReplicationTask task = settled();
        List<String> notes = new ArrayList<>();
        if (TaskState.hasRun(task)) {
            Optional<Restart> restart = retrying.get(() -> pending.find(task.replicationTaskArn()));
            if (restart.isPresent()) {
                if (restart.get() == Restart.RELOAD && TaskState.isAtRest(task)) {
                    if (!options.confirmed().equals(Optional.of(settings.task()))) {
                        throw new RefusedException(
                                "An apply with --restart=reload was interrupted: give it again with"
                                        + " --confirm %s, or resume to go on without a load"
                                                .formatted(settings.task()));
                    }
                    life.reload(Optional.of(settings.task()), List.of());
                } else {
                    life.start();
                }
                retrying.run(() -> pending.clear(task.replicationTaskArn()));
                notes.add("the task was stopped for the change and runs again");
            } else if (TaskState.isAtRest(task)) {
                notes.add(
                        "the task is %s (%s): resume has it go on"
                                .formatted(task.status(), TaskState.ending(task)));
            }
        } else {
            notes.add("the task has never run: run starts it");
        }
        return new Applied(plan, settings.task(), settled().status(), notes);
    }

    private ReplicationTask settled() {
        return waiter.until("task " + settings.task(), this::status, Phases::settled)
                .orElseThrow(() -> new NotProvisionedException(settings.task()));
    }

    private Optional<ReplicationTask> task() {
        return retrying.get(() -> dms.task(settings.task()));
    }

    private Optional<ReplicationTask> status() {
        return dms.taskStatus(settings.task());
    }
}

package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.dms.Waiter.Phase;
import com.travelbuddy.reversesync.settings.DmsSettings;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Deletes what {@code apply} has created, in the order that DMS asks for. */
final class Destruction {

    private static final String DELETING = "deleting";

    private final DmsSettings settings;
    private final String slotName;
    private final DmsApi dms;
    private final Waiter waiter;
    private final Retrying retrying;
    private final ChangeSlot slot;
    private final Runnable stop;

    Destruction(
            Settings settings,
            DmsApi dms,
            Waiter waiter,
            Retrying retrying,
            ChangeSlot slot,
            Runnable stop) {
        this.settings = settings.dms();
        this.slotName = settings.slot();
        this.dms = dms;
        this.waiter = waiter;
        this.retrying = retrying;
        this.slot = slot;
        this.stop = stop;
    }

    Outcome destroy(Optional<String> confirmed, boolean keepInstance) {
        if (!confirmed.equals(Optional.of(settings.task()))) {
            throw new RefusedException(
                    ("This deletes task %s with its position in the source's changes, its slot %s, its"
                                    + " endpoints, and its instance and subnet group unless other tasks use them."
                                    + " Changes from now on are not carried over; a new task begins anew. Tables,"
                                    + " control tables included, stay as they are. To do it: --confirm %s")
                            .formatted(settings.task(), slotName, settings.task()));
        }
        List<String> notes = new ArrayList<>();
        task(notes);
        slots(notes);
        endpoint(settings.sourceEndpoint().id(), notes);
        endpoint(settings.targetEndpoint().id(), notes);
        if (keepInstance) {
            notes.add("instance and subnet group are kept, as asked");
        } else if (instance(notes)) {
            subnetGroup(notes);
        }
        boolean nothing = notes.isEmpty();
        if (nothing) {
            notes.add("there was nothing to delete");
        }
        notes.add("tables are as they were, control tables included");
        return new Outcome(settings.task(), nothing ? "nothing to do" : "destroyed", "none", notes);
    }

    private void task(List<String> notes) {
        Supplier<Optional<ReplicationTask>> look = () -> dms.taskStatus(settings.task());
        if (retrying.get(look).isEmpty()) {
            return;
        }
        retrying.run(
                () -> {
                    Optional<ReplicationTask> found =
                            waiter.until(
                                    "task " + settings.task(),
                                    look,
                                    seen ->
                                            seen.map(ReplicationTask::status)
                                                            .filter(DELETING::equals)
                                                            .isPresent()
                                                    ? new Phase.There()
                                                    : Phases.settled(seen));
                    if (found.isEmpty() || found.get().status().equals(DELETING)) {
                        return;
                    }
                    stop.run();
                    dms.call(
                            "dms:DeleteReplicationTask",
                            client ->
                                    client.deleteReplicationTask(
                                            request ->
                                                    request.replicationTaskArn(
                                                            found.get().replicationTaskArn())));
                });
        waiter.until(
                "task %s gone".formatted(settings.task()),
                look,
                seen -> Phases.gone(seen.map(ReplicationTask::status)));
        notes.add("task %s is deleted".formatted(settings.task()));
    }

    private void slots(List<String> notes) {
        List<String> namesakes =
                users(
                        task ->
                                Slot.prefix(task.replicationTaskIdentifier())
                                        .equals(Slot.prefix(settings.task())));
        for (Slot left : slot.all()) {
            if (!left.name().equals(slotName) && !namesakes.isEmpty()) {
                notes.add(
                        "slot %s is left: it may be that of %s; drop it by hand if it is not"
                                .formatted(left.name(), String.join(", ", namesakes)));
                continue;
            }
            waiter.until(
                    "slot %s free".formatted(left.name()),
                    slot::all,
                    all ->
                            all.stream()
                                            .filter(one -> one.name().equals(left.name()))
                                            .anyMatch(Slot::active)
                                    ? new Phase.Moving("read from")
                                    : new Phase.There());
            slot.drop(left);
            notes.add("slot %s is dropped".formatted(left.name()));
        }
    }

    private void endpoint(String id, List<String> notes) {
        Supplier<Optional<Endpoint>> look = () -> dms.endpoint(id);
        Optional<Endpoint> found = retrying.get(look);
        if (found.isEmpty()) {
            return;
        }
        String arn = found.get().endpointArn();
        List<String> users =
                users(
                        task ->
                                arn.equals(task.sourceEndpointArn())
                                        || arn.equals(task.targetEndpointArn()));
        if (!users.isEmpty()) {
            notes.add("endpoint %s is left: used by %s".formatted(id, String.join(", ", users)));
            return;
        }
        connection(arn, id);
        retrying.run(
                () -> {
                    if (dms.endpoint(id)
                            .filter(endpoint -> !DELETING.equals(endpoint.status()))
                            .isPresent()) {
                        dms.call(
                                "dms:DeleteEndpoint",
                                client ->
                                        client.deleteEndpoint(request -> request.endpointArn(arn)));
                    }
                });
        waiter.until(
                "endpoint %s gone".formatted(id),
                look,
                seen -> Phases.gone(seen.map(endpoint -> String.valueOf(endpoint.status()))));
        notes.add("endpoint %s is deleted".formatted(id));
    }

    private void connection(String endpointArn, String id) {
        Optional<ReplicationInstance> instance =
                retrying.get(() -> dms.instance(settings.instance().id()));
        if (instance.isEmpty()) {
            return;
        }
        String instanceArn = instance.get().replicationInstanceArn();
        Supplier<Optional<Connection>> look = () -> dms.connection(instanceArn, endpointArn);
        retrying.run(
                () -> {
                    if (look.get()
                            .filter(connection -> !DELETING.equals(connection.status()))
                            .isPresent()) {
                        dms.call(
                                "dms:DeleteConnection",
                                client ->
                                        client.deleteConnection(
                                                request ->
                                                        request.endpointArn(endpointArn)
                                                                .replicationInstanceArn(
                                                                        instanceArn)));
                    }
                });
        waiter.until(
                "connection to %s gone".formatted(id),
                look,
                seen -> Phases.gone(seen.map(Connection::status)));
    }

    /** Whether it is gone. */
    private boolean instance(List<String> notes) {
        String id = settings.instance().id();
        Supplier<Optional<ReplicationInstance>> look = () -> dms.instance(id);
        Optional<ReplicationInstance> found = retrying.get(look);
        if (found.isEmpty()) {
            return true;
        }
        String arn = found.get().replicationInstanceArn();
        List<String> users = users(task -> arn.equals(task.replicationInstanceArn()));
        if (!users.isEmpty()) {
            notes.add(
                    "instance %s and its subnet group are left: used by %s"
                            .formatted(id, String.join(", ", users)));
            return false;
        }
        retrying.run(
                () -> {
                    // One that is being created cannot be deleted.
                    Optional<ReplicationInstance> now =
                            waiter.until(
                                    "instance " + id,
                                    look,
                                    seen ->
                                            seen.filter(
                                                                    instance ->
                                                                            "creating"
                                                                                    .equals(
                                                                                            instance
                                                                                                    .replicationInstanceStatus()))
                                                            .isPresent()
                                                    ? new Phase.Moving("creating")
                                                    : new Phase.There());
                    if (now.filter(
                                    instance ->
                                            !DELETING.equals(instance.replicationInstanceStatus()))
                            .isPresent()) {
                        dms.call(
                                "dms:DeleteReplicationInstance",
                                client ->
                                        client.deleteReplicationInstance(
                                                request -> request.replicationInstanceArn(arn)));
                    }
                });
        waiter.until(
                "instance %s gone".formatted(id),
                look,
                seen -> Phases.gone(seen.map(ReplicationInstance::replicationInstanceStatus)));
        notes.add("instance %s is deleted".formatted(id));
        return true;
    }

    private void subnetGroup(List<String> notes) {
        String id = settings.subnetGroup().id();
        if (settings.subnetGroup().subnets().isEmpty()
                || retrying.get(() -> dms.subnetGroup(id)).isEmpty()) {
            return;
        }
        retrying.run(
                () -> {
                    if (dms.subnetGroup(id).isPresent()) {
                        dms.call(
                                "dms:DeleteReplicationSubnetGroup",
                                client ->
                                        client.deleteReplicationSubnetGroup(
                                                request ->
                                                        request.replicationSubnetGroupIdentifier(
                                                                id)));
                    }
                });
        notes.add("subnet group %s is deleted".formatted(id));
    }

    private List<String> users(Predicate<ReplicationTask> uses) {
        return retrying.get(dms::tasks).stream()
                .filter(uses)
                .map(ReplicationTask::replicationTaskIdentifier)
                .filter(id -> !id.equals(settings.task()))
                .toList();
    }
}

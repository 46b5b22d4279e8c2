package com.travelbuddy.reversesync.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.settings.DmsSettings;
import com.travelbuddy.reversesync.settings.EndpointSettings;
import com.travelbuddy.reversesync.settings.MigrationType;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.CreateEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what there should be with what there is, and changes nothing. */
final class Planning {

    private static final JsonMapper JSON = new JsonMapper();

    /** Where endpoints' descriptions have some settings too. */
    private static final List<String> SHARED =
            List.of("ServerName", "Port", "Username", "DatabaseName");

    private final DmsSettings settings;
    private final Desired desired;
    private final DmsApi dms;
    private final ChangeSlot slot;

    Planning(Settings settings, Desired desired, DmsApi dms, ChangeSlot slot) {
        this.settings = settings.dms();
        this.desired = desired;
        this.dms = dms;
        this.slot = slot;
    }

    /**
     * @param type what the task does, or will do
     */
    Plan plan(List<TableSync> tables, MigrationType type) {
        boolean cdc = type == MigrationType.CDC;
        Optional<ReplicationTask> task = dms.task(settings.task());
        Optional<ReplicationInstance> instance = dms.instance(settings.instance().id());
        Optional<Endpoint> source = dms.endpoint(settings.sourceEndpoint().id());
        Optional<Endpoint> target = dms.endpoint(settings.targetEndpoint().id());
        Optional<Slot> found = cdc ? slot.find() : Optional.empty();
        List<Step> steps = new ArrayList<>();
        steps.add(subnetGroup(dms.subnetGroup(settings.subnetGroup().id())));
        steps.add(instance(instance));
        steps.add(
                endpoint(
                        Plan.SOURCE_ENDPOINT,
                        settings.sourceEndpoint(),
                        desired.sourceEndpoint(cdc),
                        source));
        steps.add(
                endpoint(
                        Plan.TARGET_ENDPOINT,
                        settings.targetEndpoint(),
                        desired.targetEndpoint(),
                        target));
        steps.add(
                connection(
                        Plan.SOURCE_CONNECTION, settings.sourceEndpoint().id(), instance, source));
        steps.add(
                connection(
                        Plan.TARGET_CONNECTION, settings.targetEndpoint().id(), instance, target));
        if (cdc) {
            steps.add(slot(found, task));
        }
        steps.add(task(tables, type, task, instance, source, target, found));
        return new Plan(steps);
    }

    private Step subnetGroup(Optional<ReplicationSubnetGroup> found) {
        String id = settings.subnetGroup().id();
        if (settings.subnetGroup().subnets().isEmpty()) {
            return new Step(
                    Plan.SUBNET_GROUP,
                    id,
                    Action.LEAVE,
                    List.of(),
                    Optional.of(
                            found.isPresent()
                                    ? "somebody else's: dms.subnet-group.subnets is not set"
                                    : "not there: it has to exist, as dms.subnet-group.subnets is not set"));
        }
        ObjectNode wanted = Desired.nothing();
        ArrayNode subnets = wanted.putArray("SubnetIds");
        settings.subnetGroup().subnets().forEach(subnets::add);
        if (found.isEmpty()) {
            return created(Plan.SUBNET_GROUP, id, wanted);
        }
        ObjectNode actual = Desired.nothing();
        ArrayNode there = actual.putArray("SubnetIds");
        found.get().subnets().forEach(subnet -> there.add(subnet.subnetIdentifier()));
        return byHand(Plan.SUBNET_GROUP, id, Differences.of(Plan.SUBNET_GROUP, wanted, actual));
    }

    private Step instance(Optional<ReplicationInstance> found) {
        String id = settings.instance().id();
        ObjectNode wanted = settingsOf(desired.instance());
        wanted.remove(List.of("ReplicationInstanceIdentifier"));
        if (found.isEmpty()) {
            return created(Plan.INSTANCE, id, wanted);
        }
        // An alias of it comes back as the key's ARN, and it can never be changed.
        wanted.remove("KmsKeyId");
        ObjectNode actual = SdkTrees.of(found.get());
        ArrayNode groups = actual.putArray("VpcSecurityGroupIds");
        found.get().vpcSecurityGroups().forEach(group -> groups.add(group.vpcSecurityGroupId()));
        actual.put(
                "ReplicationSubnetGroupIdentifier",
                found.get().replicationSubnetGroup().replicationSubnetGroupIdentifier());
        return byHand(Plan.INSTANCE, id, Differences.of(Plan.INSTANCE, wanted, actual));
    }

    private static Step byHand(String resource, String id, List<Change> changes) {
        return changes.isEmpty()
                ? new Step(resource, id, Action.LEAVE, List.of(), Optional.empty())
                : new Step(
                        resource,
                        id,
                        Action.BY_HAND,
                        changes,
                        Optional.of("apply does not change it: tasks would be interrupted"));
    }

    private static Step endpoint(
            String resource,
            EndpointSettings settings,
            CreateEndpointRequest request,
            Optional<Endpoint> found) {
        ObjectNode wanted = settingsOf(request);
        wanted.remove(List.of("EndpointIdentifier"));
        if (found.isEmpty()) {
            return created(resource, settings.id(), wanted);
        }
        List<Change> changes = endpointChanges(resource, request, found.get());
        Optional<String> note =
                settings.access() instanceof EndpointSettings.Access.ByPassword
                        ? Optional.of("the password is not compared: DMS does not tell it")
                        : Optional.empty();
        if (changes.stream()
                .anyMatch(
                        change ->
                                change.path().endsWith(".EndpointType")
                                        || change.path().endsWith(".EngineName"))) {
            return new Step(
                    resource,
                    settings.id(),
                    Action.REPLACE,
                    changes,
                    Optional.of("it is another kind of endpoint: choose another id"));
        }
        return new Step(
                resource,
                settings.id(),
                changes.isEmpty() ? Action.LEAVE : Action.CHANGE,
                changes,
                note);
    }

    /** Settings of an endpoint that are not as requested. */
    static List<Change> endpointChanges(
            String resource, CreateEndpointRequest request, Endpoint found) {
        ObjectNode wanted = settingsOf(request);
        wanted.remove(List.of("EndpointIdentifier"));
        ObjectNode actual = SdkTrees.of(found);
        for (String engine : List.of("PostgreSQLSettings", "MySQLSettings")) {
            if (wanted.has(engine) && actual.get(engine) instanceof ObjectNode inner) {
                for (String name : SHARED) {
                    if (!inner.has(name) && actual.has(name)) {
                        inner.set(name, actual.get(name));
                    }
                }
            }
        }
        // DMS spells it in small letters, the SDK's enumeration of requests in capitals.
        for (ObjectNode tree : List.of(wanted, actual)) {
            JsonNode type = tree.path("EndpointType");
            tree.put("EndpointType", type.asText().toLowerCase(java.util.Locale.ROOT));
        }
        List<Change> changes = new ArrayList<>(Differences.of(resource, wanted, actual));
        String slot = actual.path("PostgreSQLSettings").path("SlotName").asText("");
        if (wanted.has("PostgreSQLSettings")
                && !wanted.get("PostgreSQLSettings").has("SlotName")
                && !slot.isEmpty()) {
            changes.add(
                    new Change(
                            resource + ".PostgreSQLSettings.SlotName",
                            Optional.of(slot),
                            Optional.empty()));
        }
        return changes;
    }

    private Step connection(
            String resource,
            String id,
            Optional<ReplicationInstance> instance,
            Optional<Endpoint> endpoint) {
        Optional<Connection> found =
                instance.isPresent() && endpoint.isPresent()
                        ? dms.connection(
                                instance.get().replicationInstanceArn(),
                                endpoint.get().endpointArn())
                        : Optional.empty();
        String status = found.map(Connection::status).orElse("not tested");
        if (status.equals(Connections.SUCCESSFUL)) {
            return new Step(resource, id, Action.LEAVE, List.of(), Optional.empty());
        }
        return new Step(
                resource,
                id,
                found.isPresent() ? Action.CHANGE : Action.CREATE,
                List.of(
                        new Change(
                                resource + ".Status",
                                Optional.of(status),
                                Optional.of(Connections.SUCCESSFUL))),
                found.map(Connection::lastFailureMessage));
    }

    private Step slot(Optional<Slot> found, Optional<ReplicationTask> task) {
        String id = slot.name();
        if (found.isPresent()) {
            return new Step(Plan.SLOT, id, Action.LEAVE, List.of(), Optional.empty());
        }
        boolean hasRun = task.filter(TaskState::hasRun).isPresent();
        return new Step(
                Plan.SLOT,
                id,
                hasRun ? Action.REPLACE : Action.CREATE,
                List.of(
                        new Change(
                                Plan.SLOT + ".plugin",
                                Optional.empty(),
                                Optional.of("test_decoding"))),
                hasRun ? Optional.of(ChangeSlot.GONE) : Optional.empty());
    }

    private Step task(
            List<TableSync> tables,
            MigrationType type,
            Optional<ReplicationTask> found,
            Optional<ReplicationInstance> instance,
            Optional<Endpoint> source,
            Optional<Endpoint> target,
            Optional<Slot> slot) {
        ObjectNode wanted = Desired.nothing();
        wanted.put("MigrationType", text(type));
        if (found.isEmpty()) {
            wanted.put("ReplicationInstance", settings.instance().id());
            wanted.put("SourceEndpoint", settings.sourceEndpoint().id());
            wanted.put("TargetEndpoint", settings.targetEndpoint().id());
            List<Change> changes = new ArrayList<>(Differences.created(Plan.TASK, wanted));
            changes.addAll(
                    Differences.ofMappings(
                            Plan.TASK + ".mapping", desired.mapping(tables), Desired.nothing()));
            changes.addAll(Differences.created(Plan.TASK + ".settings", desired.taskSettings()));
            return new Step(Plan.TASK, settings.task(), Action.CREATE, changes, Optional.empty());
        }
        ReplicationTask task = found.get();
        List<Change> fixed = new ArrayList<>();
        fixed.addAll(fixed("MigrationType", task.migrationTypeAsString(), Optional.of(text(type))));
        fixed.addAll(
                fixed(
                        "ReplicationInstanceArn",
                        task.replicationInstanceArn(),
                        instance.map(ReplicationInstance::replicationInstanceArn)));
        fixed.addAll(
                fixed(
                        "SourceEndpointArn",
                        task.sourceEndpointArn(),
                        source.map(Endpoint::endpointArn)));
        fixed.addAll(
                fixed(
                        "TargetEndpointArn",
                        task.targetEndpointArn(),
                        target.map(Endpoint::endpointArn)));
        if (!fixed.isEmpty()) {
            return new Step(
                    Plan.TASK,
                    settings.task(),
                    Action.REPLACE,
                    fixed,
                    Optional.of("DMS cannot change this of a task: destroy, then apply"));
        }
        List<Change> changes = taskChanges(tables, task, slot);
        return new Step(
                Plan.TASK,
                settings.task(),
                changes.isEmpty() ? Action.LEAVE : Action.CHANGE,
                changes,
                Optional.of("it is " + task.status()));
    }

    private static List<Change> fixed(String name, String actual, Optional<String> wanted) {
        return wanted.isEmpty() || wanted.get().equals(actual)
                ? List.of()
                : List.of(new Change(Plan.TASK + "." + name, Optional.ofNullable(actual), wanted));
    }

    /** What can be modified of a task. */
    List<Change> taskChanges(List<TableSync> tables, ReplicationTask task, Optional<Slot> slot) {
        List<Change> changes = new ArrayList<>();
        if (!TaskState.hasRun(task) && TaskState.isCdcOnly(task) && slot.isPresent()) {
            changes.addAll(
                    fixed("CdcStartPosition", task.cdcStartPosition(), slot.map(Slot::position)));
        }
        changes.addAll(
                Differences.ofMappings(
                        Plan.TASK + ".mapping",
                        desired.mapping(tables),
                        document(task.tableMappings())));
        changes.addAll(
                Differences.of(
                        Plan.TASK + ".settings",
                        desired.taskSettings(),
                        document(task.replicationTaskSettings())));
        return List.copyOf(changes);
    }

    private static JsonNode document(String text) {
        try {
            return JSON.readTree(text == null || text.isBlank() ? "{}" : text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DMS answers with what is not JSON: " + text, e);
        }
    }

    static String text(MigrationType type) {
        return switch (type) {
            case CDC -> "cdc";
            case FULL_LOAD_AND_CDC -> "full-load-and-cdc";
            case AUTO -> throw new IllegalArgumentException("not decided");
        };
    }

    private static Step created(String resource, String id, ObjectNode wanted) {
        List<Change> changes = new ArrayList<>(Differences.created(resource, wanted));
        for (String engine : List.of("PostgreSQLSettings", "MySQLSettings")) {
            if (wanted.path(engine).has("Password")) {
                changes.add(
                        new Change(
                                "%s.%s.Password".formatted(resource, engine),
                                Optional.empty(),
                                Optional.of("***")));
            }
        }
        return new Step(resource, id, Action.CREATE, changes, Optional.empty());
    }

    /** Without what is no setting: never compared. */
    private static ObjectNode settingsOf(SdkPojo request) {
        ObjectNode tree = SdkTrees.of(request);
        tree.remove(List.of("Tags", "ResourceIdentifier"));
        return tree;
    }
}

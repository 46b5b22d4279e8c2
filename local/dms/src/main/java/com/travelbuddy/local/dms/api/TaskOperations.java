package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.engine.MigrationType;
import com.travelbuddy.local.dms.registry.Databases;
import com.travelbuddy.local.dms.registry.Endpoint;
import com.travelbuddy.local.dms.registry.Instance;
import com.travelbuddy.local.dms.registry.Registry;
import com.travelbuddy.local.dms.registry.Task;
import com.travelbuddy.local.dms.registry.Transaction;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Replication tasks as such; {@link RunOperations} runs them. */
final class TaskOperations {

    private static final int LONGEST_IDENTIFIER = 255;
    private static final Map<String, MigrationType> TYPES = types();

    private static final Listing<Task> LISTING =
            new Listing<>(
                    "DescribeReplicationTasks",
                    "ReplicationTasks",
                    Task::arn,
                    Map.of(
                            "replication-task-arn", task -> List.of(task.arn()),
                            "replication-task-id", task -> List.of(task.id()),
                            "migration-type",
                                    task ->
                                            List.of(
                                                    TaskDescription.text(
                                                            task.specification().type())),
                            "endpoint-arn",
                                    task ->
                                            List.of(
                                                    task.specification().source(),
                                                    task.specification().target()),
                            "replication-instance-arn",
                                    task -> List.of(task.specification().instance())));

    private final Registry registry;

    TaskOperations(Registry registry) {
        this.registry = registry;
    }

    private static Map<String, MigrationType> types() {
        Map<String, MigrationType> types = new TreeMap<>();
        for (MigrationType type : MigrationType.values()) {
            types.put(TaskDescription.text(type), type);
        }
        return types;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateReplicationTask", this::create,
                "DescribeReplicationTasks", this::describe,
                "ModifyReplicationTask", this::modify,
                "DeleteReplicationTask", this::delete);
    }

    private ObjectNode create(Transaction transaction, Request request) {
        String id = Texts.identifier(request, "ReplicationTaskIdentifier", LONGEST_IDENTIFIER);
        for (String name :
                List.of("SourceEndpointArn", "TargetEndpointArn", "ReplicationInstanceArn")) {
            request.requiredText(name);
        }
        MigrationType type = TYPES.get(request.requiredChoice("MigrationType", TYPES.keySet()));
        String mappings = TaskDocuments.mappings(request.requiredText("TableMappings"));
        String settings = TaskDocuments.requested(request.text("ReplicationTaskSettings"));
        Instance instance = InstanceOperations.available(transaction, request);
        Endpoint source = endpoint(transaction, request, "SourceEndpointArn", Endpoint.SOURCE);
        Endpoint target = endpoint(transaction, request, "TargetEndpointArn", Endpoint.TARGET);
        var specification =
                new Task.Specification(
                        source.arn(),
                        target.arn(),
                        instance.arn(),
                        type,
                        mappings,
                        settings,
                        TaskDocuments.enriched(settings),
                        CdcBounds.startPosition(request, ""),
                        CdcBounds.stopPosition(request, ""),
                        request.text("TaskData", ""));
        requireStart(specification, source);
        var task =
                new Task(
                        registry.arns().arn("task", Texts.resourceIdentifier(request)),
                        id,
                        registry.clock().instant(),
                        specification,
                        Task.Status.CREATING,
                        Task.History.NONE);
        requireUnused(transaction, task);
        if (transaction.find(Task.class, task.arn()).isPresent()) {
            throw ApiException.exists("Replication task", task.id(), task.arn());
        }
        registry.tasks().create(transaction, task);
        Tags.of(request).put(transaction, task.arn());
        return answer(transaction, task);
    }

    private static Endpoint endpoint(
            Transaction transaction, Request request, String name, String type) {
        Endpoint endpoint = EndpointOperations.find(transaction, request.requiredText(name));
        if (!endpoint.type().equals(type)) {
            throw ApiException.invalid(
                    "The parameter %s must be the ARN of a %s endpoint; %s is a %s."
                            .formatted(name, type, endpoint.id(), endpoint.type()));
        }
        if (!endpoint.state().equals(Endpoint.ACTIVE)) {
            throw ApiException.state(
                    "Endpoint %s is in state %s.".formatted(endpoint.id(), endpoint.state()));
        }
        return endpoint;
    }

    /** A slot that is there already is read from a position that the client has to know. */
    static void requireStart(Task.Specification specification, Endpoint source) {
        if (specification.type() == MigrationType.CDC
                && specification.startPosition().isEmpty()
                && !Databases.slot(source).isEmpty()) {
            throw ApiException.combination(
                    "CdcStartPosition must be provided: endpoint %s has a SlotName."
                            .formatted(source.id()));
        }
    }

    private static void requireUnused(Transaction transaction, Task task) {
        transaction.all(Task.class).stream()
                .filter(
                        other ->
                                other.id().equalsIgnoreCase(task.id())
                                        && !other.arn().equals(task.arn()))
                .findFirst()
                .ifPresent(
                        other -> {
                            throw ApiException.exists("Replication task", other.id(), other.arn());
                        });
    }

    private ObjectNode describe(Transaction transaction, Request request) {
        boolean withoutSettings = request.flag("WithoutSettings", false);
        return LISTING.resources(
                request,
                transaction.all(Task.class),
                task -> description(transaction, task, withoutSettings));
    }

    private ObjectNode modify(Transaction transaction, Request request) {
        Task task = find(transaction, request);
        if (!task.status().rests()) {
            throw ApiException.state(
                    "Replication Task, excluding logging severity task settings, cannot be modified"
                            + " while it is %s state".formatted(task.state()));
        }
        Task changed = task;
        if (request.has("ReplicationTaskIdentifier")) {
            changed =
                    task.named(
                            Texts.identifier(
                                    request, "ReplicationTaskIdentifier", LONGEST_IDENTIFIER));
            requireUnused(transaction, changed);
        }
        changed = changed.with(specification(request, task));
        return answer(transaction, registry.tasks().modify(transaction, changed));
    }

    private static Task.Specification specification(Request request, Task task) {
        Task.Specification before = task.specification();
        String type = request.choice("MigrationType", TYPES.keySet());
        if (type != null && TYPES.get(type) != before.type()) {
            throw ApiException.invalid(
                    "The parameter MigrationType of a replication task cannot be changed.");
        }
        String settings = before.requestedSettings();
        if (request.has("ReplicationTaskSettings")) {
            settings =
                    TaskDocuments.merged(settings, request.requiredText("ReplicationTaskSettings"));
        }
        return new Task.Specification(
                before.source(),
                before.target(),
                before.instance(),
                before.type(),
                request.has("TableMappings")
                        ? TaskDocuments.mappings(request.requiredText("TableMappings"))
                        : before.mappings(),
                settings,
                TaskDocuments.enriched(settings),
                CdcBounds.startPosition(request, before.startPosition()),
                CdcBounds.stopPosition(request, before.stopPosition()),
                request.text("TaskData", before.data()));
    }

    private ObjectNode delete(Transaction transaction, Request request) {
        Task task = find(transaction, request);
        if (!task.status().rests()) {
            throw ApiException.state(
                    "Replication Task cannot be deleted while it is in %s state"
                            .formatted(task.state()));
        }
        return answer(transaction, registry.tasks().delete(transaction, task));
    }

    /** The task that a request names by its ReplicationTaskArn. */
    static Task find(Transaction transaction, Request request) {
        String arn = request.requiredText("ReplicationTaskArn");
        return transaction
                .find(Task.class, arn)
                .orElseThrow(
                        () ->
                                ApiException.notFound(
                                        "Replication task not found: " + Texts.quoted(arn)));
    }

    ObjectNode answer(Transaction transaction, Task task) {
        return Json.object().set("ReplicationTask", description(transaction, task, false));
    }

    private ObjectNode description(Transaction transaction, Task task, boolean withoutSettings) {
        var tables = registry.tasks().statistics(transaction, task);
        var now = registry.clock().instant();
        if (withoutSettings) {
            return TaskDescription.withoutDocuments(task, tables, now);
        }
        String instance =
                transaction
                        .find(Instance.class, task.specification().instance())
                        .map(Instance::id)
                        .orElse("");
        return TaskDescription.of(task, instance, tables, now);
    }
}

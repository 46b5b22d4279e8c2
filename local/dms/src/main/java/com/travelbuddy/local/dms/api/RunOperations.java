package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.engine.MigrationType;
import com.travelbuddy.local.dms.engine.StartType;
import com.travelbuddy.local.dms.engine.TableStatistics;
import com.travelbuddy.local.dms.engine.TaskRun.TableName;
import com.travelbuddy.local.dms.registry.Connection;
import com.travelbuddy.local.dms.registry.Databases;
import com.travelbuddy.local.dms.registry.Endpoint;
import com.travelbuddy.local.dms.registry.Instance;
import com.travelbuddy.local.dms.registry.Registry;
import com.travelbuddy.local.dms.registry.Task;
import com.travelbuddy.local.dms.registry.Transaction;

import java.util.List;
import java.util.Map;

/** Runs of replication tasks. */
final class RunOperations {

    private static final int MOST_RELOADED = 10;
    private static final int MOST_STATISTICS = 500;

    private static final Map<String, StartType> START_TYPES =
            Map.of(
                    "start-replication", StartType.START_REPLICATION,
                    "resume-processing", StartType.RESUME_PROCESSING,
                    "reload-target", StartType.RELOAD_TARGET);

    private static final Listing<TableStatistics> STATISTICS =
            new Listing<>(
                    "DescribeTableStatistics",
                    "TableStatistics",
                    table -> table.schema() + "\0" + table.table(),
                    Map.of(
                            "schema-name", table -> List.of(table.schema()),
                            "table-name", table -> List.of(table.table()),
                            "table-state", table -> List.of(table.state().text())),
                    MOST_STATISTICS);

    private final Registry registry;
    private final TaskOperations tasks;

    RunOperations(Registry registry, TaskOperations tasks) {
        this.registry = registry;
        this.tasks = tasks;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "StartReplicationTask", this::start,
                "StopReplicationTask", this::stop,
                "ReloadTables", this::reload,
                "DescribeTableStatistics", this::statistics);
    }

    private ObjectNode start(Transaction transaction, Request request) {
        request.requiredText("ReplicationTaskArn");
        StartType type =
                START_TYPES.get(
                        request.requiredChoice(
                                "StartReplicationTaskType",
                                START_TYPES.keySet().stream().sorted().toList()));
        Task task = TaskOperations.find(transaction, request);
        if (!task.status().rests()) {
            throw ApiException.state(
                    "Replication Task cannot be started while it is in %s state"
                            .formatted(task.state()));
        }
        Task.Specification specification = bounded(task.specification(), request);
        requireAllowed(task, type, request);
        Endpoint source = EndpointOperations.find(transaction, specification.source());
        Endpoint target = EndpointOperations.find(transaction, specification.target());
        requireReachable(transaction, specification, List.of(source, target));
        TaskOperations.requireStart(specification, source);
        Task started =
                registry.tasks()
                        .start(transaction, task.with(specification), type, Databases.slot(source));
        return tasks.answer(transaction, started);
    }

    private static Task.Specification bounded(Task.Specification before, Request request) {
        return new Task.Specification(
                before.source(),
                before.target(),
                before.instance(),
                before.type(),
                before.mappings(),
                before.requestedSettings(),
                before.settings(),
                CdcBounds.startPosition(request, before.startPosition()),
                CdcBounds.stopPosition(request, before.stopPosition()),
                before.data());
    }

    /** By whether the task has ever run, whatever its state says. */
    private static void requireAllowed(Task task, StartType type, Request request) {
        boolean positioned =
                task.specification().type() == MigrationType.CDC && request.has("CdcStartPosition");
        if (type == StartType.START_REPLICATION && task.hasRun() && !positioned) {
            throw ApiException.combination(
                    "Start Type : START_REPLICATION, valid only for tasks running for the first"
                            + " time");
        }
        if (type != StartType.START_REPLICATION && !task.hasRun()) {
            throw ApiException.combination(
                    "Start Type : %s, not valid for tasks running for the first time"
                            .formatted(type));
        }
    }

    private static void requireReachable(
            Transaction transaction, Task.Specification specification, List<Endpoint> endpoints) {
        Instance instance =
                transaction
                        .find(Instance.class, specification.instance())
                        .filter(found -> found.state().equals(Instance.AVAILABLE))
                        .orElseThrow(
                                () ->
                                        ApiException.state(
                                                "The replication instance is not available."));
        for (Endpoint endpoint : endpoints) {
            String state =
                    transaction
                            .find(Connection.class, Connection.key(instance.arn(), endpoint.arn()))
                            .map(Connection::state)
                            .orElse("not tested");
            if (!state.equals(Connection.SUCCESSFUL)) {
                throw ApiException.state(
                        ("Test connection for replication instance and endpoint should be"
                                        + " successful for starting the replication task: %s and %s are %s")
                                .formatted(instance.id(), endpoint.id(), state));
            }
        }
    }

    private ObjectNode stop(Transaction transaction, Request request) {
        Task task = TaskOperations.find(transaction, request);
        if (task.status() != Task.Status.RUNNING) {
            throw ApiException.state(
                    "Replication Task cannot be stopped while it is in %s state"
                            .formatted(task.state()));
        }
        return tasks.answer(transaction, registry.tasks().stop(transaction, task));
    }

    private ObjectNode reload(Transaction transaction, Request request) {
        request.requiredText("ReplicationTaskArn");
        List<TableName> tables =
                request.requiredStructures("TablesToReload").stream()
                        .map(
                                table ->
                                        new TableName(
                                                table.requiredText("SchemaName"),
                                                table.requiredText("TableName")))
                        .toList();
        if (tables.size() > MOST_RELOADED) {
            throw ApiException.invalid(
                    "The parameter TablesToReload must have at most %d tables."
                            .formatted(MOST_RELOADED));
        }
        String option = request.choice("ReloadOption", List.of("data-reload", "validate-only"));
        Task task = TaskOperations.find(transaction, request);
        if ("validate-only".equals(option)) {
            throw ApiException.invalid(
                    "The parameter ReloadOption is validate-only, but validation is not enabled"
                            + " for the task.");
        }
        if (task.status() != Task.Status.RUNNING) {
            throw ApiException.state(
                    "Tables can be reloaded only while the replication task is running; it is in %s"
                            + " state".formatted(task.state()));
        }
        if (!task.specification().type().loads()) {
            throw ApiException.state(
                    "Tables of a replication task of migration type cdc cannot be reloaded");
        }
        try {
            registry.tasks().reload(transaction, task, tables);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid(
                    "The parameter TablesToReload is not valid: " + e.getMessage());
        }
        return Json.object().put("ReplicationTaskArn", task.arn());
    }

    private ObjectNode statistics(Transaction transaction, Request request) {
        Task task = TaskOperations.find(transaction, request);
        return STATISTICS
                .answer(
                        request,
                        registry.tasks().statistics(transaction, task),
                        TaskDescription::of)
                .put("ReplicationTaskArn", task.arn());
    }
}

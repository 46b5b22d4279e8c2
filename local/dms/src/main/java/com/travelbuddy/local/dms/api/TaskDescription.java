package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.engine.MigrationType;
import com.travelbuddy.local.dms.engine.TableState;
import com.travelbuddy.local.dms.engine.TableStatistics;
import com.travelbuddy.local.dms.registry.Task;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** How the API describes a task. */
final class TaskDescription {

    private TaskDescription() {}

    /** As the API spells it. */
    static String text(MigrationType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static ObjectNode of(Task task, String instanceId, List<TableStatistics> tables, Instant now) {
        ObjectNode description = withoutDocuments(task, tables, now);
        description.put("TableMappings", task.specification().mappings());
        return description.put("ReplicationTaskSettings", TaskDocuments.shown(task, instanceId));
    }

    static ObjectNode withoutDocuments(Task task, List<TableStatistics> tables, Instant now) {
        Task.Specification specification = task.specification();
        Task.History history = task.history();
        ObjectNode description =
                Json.object()
                        .put("ReplicationTaskIdentifier", task.id())
                        .put("SourceEndpointArn", specification.source())
                        .put("TargetEndpointArn", specification.target())
                        .put("ReplicationInstanceArn", specification.instance())
                        .put("MigrationType", text(specification.type()))
                        .put("Status", task.state())
                        .put("ReplicationTaskArn", task.arn());
        put(description, "LastFailureMessage", history.failure());
        put(description, "StopReason", history.stopReason());
        put(description, "CdcStartPosition", specification.startPosition());
        put(description, "CdcStopPosition", specification.stopPosition());
        put(description, "RecoveryCheckpoint", history.checkpoint());
        put(description, "TaskData", specification.data());
        put(description, "ReplicationTaskCreationDate", task.created());
        put(description, "ReplicationTaskStartDate", history.started());
        if (task.hasRun()) {
            description.set("ReplicationTaskStats", statistics(task, tables, now));
        }
        return description;
    }

    private static ObjectNode statistics(Task task, List<TableStatistics> tables, Instant now) {
        Task.History history = task.history();
        long queued = count(tables, TableState.BEFORE_LOAD);
        long loading = count(tables, TableState.FULL_LOAD) + count(tables, TableState.RELOADING);
        ObjectNode statistics =
                Json.object()
                        .put("FullLoadProgressPercent", progress(task, tables))
                        .put("ElapsedTimeMillis", elapsed(history, now))
                        .put("TablesLoaded", count(tables, TableState.COMPLETED))
                        .put("TablesLoading", loading)
                        .put("TablesQueued", queued)
                        .put("TablesErrored", count(tables, TableState.ERROR));
        put(statistics, "FreshStartDate", history.fresh());
        put(statistics, "StartDate", history.started());
        put(statistics, "StopDate", history.stopped());
        put(
                statistics,
                "FullLoadStartDate",
                times(tables, TableStatistics::fullLoadStart).stream()
                        .min(Instant::compareTo)
                        .orElse(null));
        if (!tables.isEmpty() && queued + loading == 0) {
            put(
                    statistics,
                    "FullLoadFinishDate",
                    times(tables, TableStatistics::fullLoadEnd).stream()
                            .max(Instant::compareTo)
                            .orElse(null));
        }
        return statistics;
    }

    /** Of tables, since nobody knows how many rows are to come. */
    private static int progress(Task task, List<TableStatistics> tables) {
        if (!task.specification().type().loads() || tables.isEmpty()) {
            return 0;
        }
        long done = tables.stream().filter(table -> table.fullLoadEnd() != null).count();
        return (int) (100 * done / tables.size());
    }

    private static long elapsed(Task.History history, Instant now) {
        Instant end = history.stopped() == null ? now : history.stopped();
        return Math.max(0, Duration.between(history.started(), end).toMillis());
    }

    private static long count(List<TableStatistics> tables, TableState state) {
        return tables.stream().filter(table -> table.state() == state).count();
    }

    private static Collection<Instant> times(
            List<TableStatistics> tables, Function<TableStatistics, Instant> time) {
        return tables.stream().map(time).filter(Objects::nonNull).toList();
    }

    static JsonNode of(TableStatistics table) {
        ObjectNode description =
                Json.object()
                        .put("SchemaName", table.schema())
                        .put("TableName", table.table())
                        .put("Inserts", table.captured().inserts())
                        .put("Deletes", table.captured().deletes())
                        .put("Updates", table.captured().updates())
                        .put("Ddls", table.captured().ddls())
                        .put("AppliedInserts", table.applied().inserts())
                        .put("AppliedDeletes", table.applied().deletes())
                        .put("AppliedUpdates", table.applied().updates())
                        .put("AppliedDdls", table.applied().ddls())
                        .put("FullLoadRows", table.fullLoadRows())
                        .put("FullLoadCondtnlChkFailedRows", 0)
                        .put("FullLoadErrorRows", table.fullLoadErrorRows())
                        .put("FullLoadReloaded", table.reloaded())
                        .put("TableState", table.state().text())
                        .put("ValidationPendingRecords", 0)
                        .put("ValidationFailedRecords", 0)
                        .put("ValidationSuspendedRecords", 0)
                        .put("ValidationState", "Not enabled");
        put(description, "FullLoadStartTime", table.fullLoadStart());
        put(description, "FullLoadEndTime", table.fullLoadEnd());
        put(description, "LastUpdateTime", table.updated());
        return description;
    }

    private static void put(ObjectNode description, String name, String text) {
        if (!text.isEmpty()) {
            description.put(name, text);
        }
    }

    private static void put(ObjectNode description, String name, Instant time) {
        if (time != null) {
            description.set(name, Json.time(time));
        }
    }
}

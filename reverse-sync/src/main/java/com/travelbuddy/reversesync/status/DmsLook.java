package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.settings.DmsSettings;
import com.travelbuddy.reversesync.settings.TableName;
import com.travelbuddy.reversesync.status.Replication.Changes;

import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskStats;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What there is at DMS now. */
record DmsLook(DmsSettings settings, DmsApi dms) {

    private static final Pattern STOP_REASON = Pattern.compile("Stop Reason ([A-Z_]+)");

    Replication look() {
        Optional<ReplicationTask> task = dms.taskStatus(settings.task());
        Optional<ReplicationInstance> instance = dms.instance(settings.instance().id());
        return new Replication(
                task.map(DmsLook::task),
                instance.map(
                        found ->
                                new Replication.Instance(
                                        found.replicationInstanceIdentifier(),
                                        found.replicationInstanceStatus(),
                                        found.replicationInstanceClass())),
                connection(instance, settings.sourceEndpoint().id()),
                connection(instance, settings.targetEndpoint().id()),
                task.map(found -> dms.tables(found.replicationTaskArn())).orElse(List.of()).stream()
                        .map(DmsLook::table)
                        .toList());
    }

    private static Replication.Task task(ReplicationTask task) {
        Optional<ReplicationTaskStats> statistics =
                Optional.ofNullable(task.replicationTaskStats());
        return new Replication.Task(
                task.replicationTaskIdentifier(),
                task.status(),
                given(task.stopReason()).map(DmsLook::stopReason),
                given(task.lastFailureMessage()),
                task.migrationTypeAsString(),
                Optional.ofNullable(task.replicationTaskStartDate()),
                statistics.map(ReplicationTaskStats::stopDate),
                task.migrationTypeAsString().contains("full-load")
                        ? statistics.map(ReplicationTaskStats::fullLoadProgressPercent)
                        : Optional.empty());
    }

    /** The last one: the text may quote earlier ones. */
    private static String stopReason(String text) {
        return STOP_REASON
                .matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .reduce((_, last) -> last)
                .orElse(text);
    }

    private Optional<Replication.Connection> connection(
            Optional<ReplicationInstance> instance, String id) {
        Optional<Endpoint> endpoint = dms.endpoint(id);
        if (instance.isEmpty() || endpoint.isEmpty()) {
            return Optional.empty();
        }
        var test =
                dms.connection(
                        instance.get().replicationInstanceArn(), endpoint.get().endpointArn());
        return Optional.of(
                new Replication.Connection(
                        id,
                        test.map(found -> found.status()),
                        test.flatMap(found -> given(found.lastFailureMessage()))));
    }

    private static Replication.TableProgress table(TableStatistics table) {
        return new Replication.TableProgress(
                new TableName(table.schemaName(), table.tableName()),
                table.tableState(),
                new Changes(
                        number(table.inserts()), number(table.updates()), number(table.deletes())),
                new Changes(
                        number(table.appliedInserts()),
                        number(table.appliedUpdates()),
                        number(table.appliedDeletes())),
                number(table.fullLoadRows()),
                number(table.fullLoadErrorRows()),
                Optional.ofNullable(table.fullLoadEndTime()));
    }

    private static long number(Long value) {
        return value == null ? 0 : value;
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(present -> !present.isBlank());
    }
}

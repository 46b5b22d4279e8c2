package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableName;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableToReload;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Loads tables again, which may cost rows: only after somebody has typed the task's name. */
final class Reload {

    private static final int MOST_TABLES = 10;

    private final Settings settings;
    private final DmsApi dms;
    private final Retrying retrying;
    private final Launch launch;

    Reload(Settings settings, DmsApi dms, Retrying retrying, Launch launch) {
        this.settings = settings;
        this.dms = dms;
        this.retrying = retrying;
        this.launch = launch;
    }

    Outcome reload(Optional<String> confirmed, List<TableName> tables) {
        ReplicationTask task = launch.settled();
        requireAllowed(task, confirmed);
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
        return launch.launch(task, StartReplicationTaskTypeValue.RELOAD_TARGET, "reloading");
    }

    /**
     * @throws RefusedException when it is not confirmed, or DMS does not reload such a task
     */
    static void requireAllowed(ReplicationTask task, Optional<String> confirmed) {
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
        for (int i = 0; i < all.size(); i += MOST_TABLES) {
            var some = all.subList(i, Math.min(all.size(), i + MOST_TABLES));
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
                                                                                            Reload
                                                                                                    ::toReload)
                                                                                    .toList()))));
        }
        return launch.running(task, "reloading " + all);
    }

    private static TableToReload toReload(TableName table) {
        return TableToReload.builder().schemaName(table.schema()).tableName(table.table()).build();
    }
}

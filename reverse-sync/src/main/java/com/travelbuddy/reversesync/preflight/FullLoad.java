package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.dms.TaskState;
import com.travelbuddy.reversesync.settings.MigrationType;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableDeclaration;
import com.travelbuddy.reversesync.settings.TableName;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the task will begin with a full load, and into what. */
record FullLoad(Connection target, Settings settings, Optional<ReplicationTask> task, Notes notes) {

    /** Notes a full load over rows; tells whether one may come at all. */
    boolean check() {
        MigrationType type = settings.dms().migrationType();
        boolean hasRun = task.filter(TaskState::hasRun).isPresent();
        if (hasRun || type == MigrationType.CDC) {
            return false;
        }
        List<TableName> filled = new ArrayList<>();
        notes.check(
                "Whether the target is empty",
                "grant SELECT on the target's tables",
                () -> filled.addAll(filled()));
        if (type == MigrationType.FULL_LOAD_AND_CDC && !filled.isEmpty()) {
            notes.error(
                    "full-load-target",
                    "A full load over existing rows hides those that differ",
                    filled + " has rows, dms.migration-type is full-load-and-cdc",
                    "set dms.migration-type to cdc, and let verify --repair level both sides");
        }
        return type == MigrationType.FULL_LOAD_AND_CDC || filled.isEmpty();
    }

    private List<TableName> filled() throws SQLException {
        List<TableName> filled = new ArrayList<>();
        for (TableDeclaration declaration : settings.tables()) {
            TableName table = declaration.target();
            if (Target.hasRows(target, table)) {
                filled.add(table);
            }
        }
        return filled;
    }
}

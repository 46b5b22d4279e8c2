package com.travelbuddy.local.dms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Task settings in the making, at first those for a table that somebody else reads. */
final class TaskSettingsDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LIVE_TARGET =
            """
            {
              "TargetMetadata": {
                "TargetSchema": "", "SupportLobs": true, "FullLobMode": false,
                "LimitedSizeLobMode": true, "LobMaxSize": 32, "BatchApplyEnabled": false,
                "TaskRecoveryTableEnabled": true
              },
              "FullLoadSettings": {
                "TargetTablePrepMode": "DO_NOTHING", "CreatePkAfterFullLoad": false,
                "StopTaskCachedChangesApplied": false, "StopTaskCachedChangesNotApplied": false,
                "MaxFullLoadSubTasks": 1, "TransactionConsistencyTimeout": 600, "CommitRate": 10000
              },
              "Logging": {"EnableLogging": true},
              "ControlTablesSettings": {
                "HistoryTimeslotInMinutes": 5, "HistoryTableEnabled": true,
                "SuspendedTablesTableEnabled": true, "StatusTableEnabled": true
              },
              "ChangeProcessingDdlHandlingPolicy": {
                "HandleSourceTableDropped": false, "HandleSourceTableTruncated": false,
                "HandleSourceTableAltered": false
              },
              "ErrorBehavior": {
                "DataErrorPolicy": "SUSPEND_TABLE", "DataTruncationErrorPolicy": "SUSPEND_TABLE",
                "DataErrorEscalationPolicy": "SUSPEND_TABLE", "DataErrorEscalationCount": 0,
                "TableErrorPolicy": "STOP_TASK", "TableErrorEscalationPolicy": "STOP_TASK",
                "TableErrorEscalationCount": 0, "RecoverableErrorCount": -1,
                "RecoverableErrorInterval": 1, "RecoverableErrorThrottling": false,
                "RecoverableErrorThrottlingMax": 2,
                "RecoverableErrorStopRetryAfterThrottlingMax": false,
                "ApplyErrorDeletePolicy": "IGNORE_RECORD", "ApplyErrorInsertPolicy": "INSERT_RECORD",
                "ApplyErrorUpdatePolicy": "UPDATE_RECORD", "ApplyErrorEscalationPolicy": "LOG_ERROR",
                "ApplyErrorEscalationCount": 0, "FailOnNoTablesCaptured": true,
                "FullLoadIgnoreConflicts": true
              },
              "ValidationSettings": {"EnableValidation": false}
            }
            """;

    private final ObjectNode document;

    private TaskSettingsDocument(ObjectNode document) {
        this.document = document;
    }

    static TaskSettingsDocument of(Flights flights) {
        try {
            return new TaskSettingsDocument((ObjectNode) JSON.readTree(LIVE_TARGET))
                    .with("ControlTablesSettings", "ControlSchema", flights.controlSchema());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    TaskSettingsDocument with(String section, String key, Object value) {
        ObjectNode changed = document.deepCopy();
        JsonNode node = JSON.valueToTree(value);
        changed.withObjectProperty(section).set(key, node);
        return new TaskSettingsDocument(changed);
    }

    String json() {
        return document.toString();
    }
}

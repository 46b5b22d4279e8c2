package com.travelbuddy.reversesync.dms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The task's settings (the guide's page "Task settings example"). */
final class TaskSettings {

    private TaskSettings() {}

    /**
     * @param controlSchema of the control tables at the target
     */
    static ObjectNode document(String controlSchema) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        // Without LOB support some text columns are left out.
        document.putObject("TargetMetadata")
                .put("TargetSchema", "")
                .put("SupportLobs", true)
                .put("FullLobMode", false)
                .put("LimitedSizeLobMode", true)
                .put("LobMaxSize", 32)
                .put("LobChunkSize", 64)
                .put("InlineLobMaxSize", 0)
                .put("BatchApplyEnabled", false)
                .put("TaskRecoveryTableEnabled", true);
        document.putObject("FullLoadSettings")
                .put("TargetTablePrepMode", SafeSettings.PREPARATION)
                .put("CreatePkAfterFullLoad", false)
                .put("StopTaskCachedChangesApplied", false)
                .put("StopTaskCachedChangesNotApplied", false)
                .put("MaxFullLoadSubTasks", 1)
                .put("TransactionConsistencyTimeout", 600)
                .put("CommitRate", 10_000);
        document.putObject("Logging").put("EnableLogging", true);
        document.putObject("ControlTablesSettings")
                .put("ControlSchema", controlSchema)
                .put("HistoryTimeslotInMinutes", 5)
                .put("HistoryTableEnabled", true)
                .put("SuspendedTablesTableEnabled", true)
                .put("StatusTableEnabled", true);
        document.putObject("StreamBufferSettings")
                .put("StreamBufferCount", 3)
                .put("StreamBufferSizeInMB", 8)
                .put("CtrlStreamBufferSizeInMB", 5);
        document.putObject("ChangeProcessingTuning")
                .put("MinTransactionSize", 1000)
                .put("CommitTimeout", 1)
                .put("MemoryLimitTotal", 1024)
                .put("MemoryKeepTime", 60)
                .put("StatementCacheSize", 50);
        document.putObject("ChangeProcessingDdlHandlingPolicy")
                .put("HandleSourceTableDropped", false)
                .put("HandleSourceTableTruncated", false)
                .put("HandleSourceTableAltered", false);
        // DMS's default LOG_ERROR loses a row and stays green.
        document.putObject("ErrorBehavior")
                .put("DataErrorPolicy", "SUSPEND_TABLE")
                .put("DataTruncationErrorPolicy", "SUSPEND_TABLE")
                .put("DataErrorEscalationPolicy", "SUSPEND_TABLE")
                .put("DataErrorEscalationCount", 0)
                .put("TableErrorPolicy", "STOP_TASK")
                .put("TableErrorEscalationPolicy", "STOP_TASK")
                .put("TableErrorEscalationCount", 0)
                .put("RecoverableErrorCount", -1)
                .put("RecoverableErrorInterval", 5)
                .put("RecoverableErrorThrottling", true)
                .put("RecoverableErrorThrottlingMax", 1800)
                .put("RecoverableErrorStopRetryAfterThrottlingMax", false)
                .put("ApplyErrorDeletePolicy", "IGNORE_RECORD")
                .put("ApplyErrorInsertPolicy", "INSERT_RECORD")
                .put("ApplyErrorUpdatePolicy", "UPDATE_RECORD")
                .put("ApplyErrorEscalationPolicy", "LOG_ERROR")
                .put("ApplyErrorEscalationCount", 0)
                .put("FailOnNoTablesCaptured", true)
                .put("FullLoadIgnoreConflicts", true);
        document.putObject("ValidationSettings").put("EnableValidation", false);
        return document;
    }
}

package com.travelbuddy.local.dms.settings;

import java.time.Duration;

/**
 * The settings of a task that something here depends on, and the whole document that DMS would
 * return.
 *
 * @param enriched the document with every section, defaults and nulls included
 */
public record TaskSettings(
        String enriched,
        TargetMetadata targetMetadata,
        FullLoad fullLoad,
        ControlTables controlTables,
        DdlHandling ddlHandling,
        ErrorBehavior errors) {

    /**
     * TargetMetadata.
     *
     * @param targetSchema empty: as the mapping says
     * @param lobMaxSize in KB; 0: unlimited (full LOB mode)
     * @param recoveryTable TaskRecoveryTableEnabled
     */
    public record TargetMetadata(
            String targetSchema, boolean supportLobs, int lobMaxSize, boolean recoveryTable) {}

    /**
     * FullLoadSettings.
     *
     * @param subTasks MaxFullLoadSubTasks: tables loaded at a time
     * @param commitRate rows per transaction
     */
    public record FullLoad(
            TablePreparation preparation,
            boolean stopBeforeCachedChanges,
            boolean stopAfterCachedChanges,
            int subTasks,
            Duration consistencyTimeout,
            int commitRate) {}

    /** TargetTablePrepMode. */
    public enum TablePreparation {
        DO_NOTHING,
        DROP_AND_CREATE,
        TRUNCATE_BEFORE_LOAD
    }

    /** ControlTablesSettings. */
    public record ControlTables(
            String schema,
            boolean history,
            Duration historyTimeslot,
            boolean suspendedTables,
            boolean status) {}

    /** ChangeProcessingDdlHandlingPolicy. */
    public record DdlHandling(boolean dropped, boolean truncated, boolean altered) {}

    /** What an error leads to. */
    public enum Action {
        IGNORE_RECORD,
        LOG_ERROR,
        /** Of a conflicting insert: the row that is there gets its values. */
        INSERT_RECORD,
        /** Of an update without its row: the row is inserted. */
        UPDATE_RECORD,
        SUSPEND_TABLE,
        STOP_TASK
    }

    /**
     * A number of errors after which another action is taken.
     *
     * @param count 0: never
     */
    public record Escalation(int count, Action action) {}

    /**
     * ErrorBehavior.
     *
     * @param recoverableCount attempts; -1: no end
     */
    public record ErrorBehavior(
            Action data,
            Escalation dataEscalation,
            Action truncation,
            Action table,
            Escalation tableEscalation,
            Action applyDelete,
            Action applyInsert,
            Action applyUpdate,
            Escalation applyEscalation,
            boolean failOnTruncationDdl,
            boolean failOnNoTablesCaptured,
            boolean fullLoadIgnoreConflicts,
            int recoverableCount,
            Duration recoverableInterval,
            boolean recoverableThrottling,
            Duration recoverableThrottlingMax,
            boolean stopAfterThrottlingMax) {}

    /**
     * Reads a document of the guide's page on task settings.
     *
     * @param json may be empty: all defaults
     * @throws InvalidSettingsException when it is not one, a value is not allowed, or something is
     *     asked for that is not supported
     */
    public static TaskSettings parse(String json) throws InvalidSettingsException {
        throw new UnsupportedOperationException();
    }
}

package com.travelbuddy.local.dms.settings;

import com.fasterxml.jackson.databind.JsonNode;

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
        ErrorBehavior errors) {

    /**
     * TargetMetadata.
     *
     * @param targetSchema empty: as the mapping says
     * @param lobMaxSize in KB; 0: unlimited (full LOB mode)
     * @param recoveryTable TaskRecoveryTableEnabled
     */
    public record TargetMetadata(String targetSchema, int lobMaxSize, boolean recoveryTable) {}

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

    /**
     * ControlTablesSettings.
     *
     * @param schema awsdms_control unless ControlSchema names another
     */
    public record ControlTables(
            String schema,
            boolean history,
            Duration historyTimeslot,
            boolean suspendedTables,
            boolean status) {}

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
        JsonNode document = SettingsDocument.complete(json);
        return new TaskSettings(
                document.toString(),
                targetMetadata(document.get("TargetMetadata")),
                fullLoad(document.get("FullLoadSettings")),
                controlTables(document.get("ControlTablesSettings")),
                errors(document.get("ErrorBehavior")));
    }

    /**
     * One document over another: a member of the newer one replaces that of the older one, sections
     * are merged. The result is for {@link #parse}, which checks it.
     *
     * @param newer may be empty: nothing is changed
     * @throws InvalidSettingsException when one of them is no JSON object
     */
    public static String merge(String enrichedOld, String newer) throws InvalidSettingsException {
        return SettingsDocument.merge(enrichedOld, newer);
    }

    /** Its log components come in another order each time, as they do from DMS. */
    @Override
    public String enriched() {
        return SettingsDocument.shuffled(enriched);
    }

    private static TargetMetadata targetMetadata(JsonNode section) {
        boolean full = section.get("FullLobMode").booleanValue();
        return new TargetMetadata(
                section.get("TargetSchema").textValue(),
                full ? 0 : section.get("LobMaxSize").intValue(),
                section.get("TaskRecoveryTableEnabled").booleanValue());
    }

    private static FullLoad fullLoad(JsonNode section) {
        return new FullLoad(
                TablePreparation.valueOf(section.get("TargetTablePrepMode").textValue()),
                section.get("StopTaskCachedChangesNotApplied").booleanValue(),
                section.get("StopTaskCachedChangesApplied").booleanValue(),
                section.get("MaxFullLoadSubTasks").intValue(),
                seconds(section, "TransactionConsistencyTimeout"),
                section.get("CommitRate").intValue());
    }

    private static ControlTables controlTables(JsonNode section) {
        String schema = section.get("ControlSchema").textValue();
        return new ControlTables(
                schema.isEmpty() ? "awsdms_control" : schema,
                section.get("HistoryTableEnabled").booleanValue(),
                Duration.ofMinutes(section.get("HistoryTimeslotInMinutes").intValue()),
                section.get("SuspendedTablesTableEnabled").booleanValue(),
                section.get("StatusTableEnabled").booleanValue());
    }

    private static ErrorBehavior errors(JsonNode section) {
        return new ErrorBehavior(
                action(section, "DataErrorPolicy"),
                escalation(section, "DataErrorEscalation"),
                action(section, "DataTruncationErrorPolicy"),
                action(section, "TableErrorPolicy"),
                escalation(section, "TableErrorEscalation"),
                action(section, "ApplyErrorDeletePolicy"),
                action(section, "ApplyErrorInsertPolicy"),
                action(section, "ApplyErrorUpdatePolicy"),
                escalation(section, "ApplyErrorEscalation"),
                section.get("ApplyErrorFailOnTruncationDdl").booleanValue(),
                section.get("FailOnNoTablesCaptured").booleanValue(),
                section.get("FullLoadIgnoreConflicts").booleanValue(),
                section.get("RecoverableErrorCount").intValue(),
                seconds(section, "RecoverableErrorInterval"),
                section.get("RecoverableErrorThrottling").booleanValue(),
                seconds(section, "RecoverableErrorThrottlingMax"),
                section.get("RecoverableErrorStopRetryAfterThrottlingMax").booleanValue());
    }

    private static Duration seconds(JsonNode section, String name) {
        return Duration.ofSeconds(section.get(name).intValue());
    }

    private static Action action(JsonNode section, String name) {
        return Action.valueOf(section.get(name).textValue());
    }

    private static Escalation escalation(JsonNode section, String name) {
        return new Escalation(
                section.get(name + "Count").intValue(), action(section, name + "Policy"));
    }
}

package com.travelbuddy.local.dms.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A section of the document: its settings, their rules and defaults. */
final class SettingsSection {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] RECORD_POLICIES = {
        "IGNORE_RECORD", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK"
    };
    private static final int MANY = Integer.MAX_VALUE;

    /** By name, in the order of the enriched document. */
    static final Map<String, SettingsSection> ALL = all();

    private final boolean nullByDefault;
    private final Map<String, Setting> settings = new LinkedHashMap<>();

    private SettingsSection(boolean nullByDefault) {
        this.nullByDefault = nullByDefault;
    }

    private record Setting(SettingRule rule, JsonNode byDefault) {}

    private static Map<String, SettingsSection> all() {
        Map<String, SettingsSection> all = new LinkedHashMap<>();
        all.put(
                "TargetMetadata",
                new SettingsSection(false)
                        .text("TargetSchema")
                        .flag("SupportLobs", true)
                        .flag("FullLobMode", false)
                        .whole("LobChunkSize", 64, 0, MANY)
                        .flag("LimitedSizeLobMode", true)
                        .whole("LobMaxSize", 32, 0, 102_400)
                        .whole("InlineLobMaxSize", 0, 0, 102_400)
                        .whole("LoadMaxFileSize", 0, 0, 102_400)
                        .whole("ParallelLoadThreads", 0, 0, 200)
                        .whole("ParallelLoadBufferSize", 0, 0, 1_000)
                        .whole("ParallelLoadQueuesPerThread", 0, 0, 512)
                        .whole("ParallelApplyThreads", 0, 0, 200)
                        .whole("ParallelApplyBufferSize", 0, 0, 1_000)
                        .whole("ParallelApplyQueuesPerThread", 0, 0, 512)
                        .off("BatchApplyEnabled")
                        .flag("TaskRecoveryTableEnabled", false));
        all.put(
                "FullLoadSettings",
                new SettingsSection(false)
                        .choice(
                                "TargetTablePrepMode",
                                "DROP_AND_CREATE",
                                "DO_NOTHING",
                                "TRUNCATE_BEFORE_LOAD")
                        .flag("CreatePkAfterFullLoad", false)
                        .flag("StopTaskCachedChangesApplied", false)
                        .flag("StopTaskCachedChangesNotApplied", false)
                        .whole("MaxFullLoadSubTasks", 8, 1, 49)
                        .whole("TransactionConsistencyTimeout", 600, 0, MANY)
                        .whole("CommitRate", 10_000, 1, 50_000));
        all.put(
                "ControlTablesSettings",
                new SettingsSection(false)
                        .text("ControlSchema")
                        .whole("HistoryTimeslotInMinutes", 5, 1, 1_440)
                        .whole("historyTimeslotInMinutes", 5, 1, 1_440)
                        .flag("HistoryTableEnabled", false)
                        .flag("SuspendedTablesTableEnabled", false)
                        .flag("StatusTableEnabled", false)
                        .off("FullLoadExceptionTableEnabled")
                        .off("CommitPositionTableEnabled"));
        all.put(
                "StreamBufferSettings",
                new SettingsSection(false)
                        .whole("StreamBufferCount", 3, 1, MANY)
                        .whole("StreamBufferSizeInMB", 8, 1, MANY)
                        .whole("CtrlStreamBufferSizeInMB", 5, 1, MANY));
        all.put(
                "ChangeProcessingTuning",
                new SettingsSection(false)
                        .flag("BatchApplyPreserveTransaction", true)
                        .whole("BatchApplyTimeoutMin", 1, 0, MANY)
                        .whole("BatchApplyTimeoutMax", 30, 0, MANY)
                        .whole("BatchApplyMemoryLimit", 500, 0, MANY)
                        .whole("BatchSplitSize", 0, 0, MANY)
                        .whole("MinTransactionSize", 1_000, 0, MANY)
                        .whole("CommitTimeout", 1, 0, MANY)
                        .whole("MemoryLimitTotal", 1_024, 0, MANY)
                        .whole("MemoryKeepTime", 60, 0, MANY)
                        .whole("StatementCacheSize", 50, 0, 200)
                        .whole("RecoveryTimeout", -1, -1, MANY));
        all.put(
                "ChangeProcessingDdlHandlingPolicy",
                new SettingsSection(false)
                        .flag("HandleSourceTableDropped", true)
                        .flag("HandleSourceTableTruncated", true)
                        .flag("HandleSourceTableAltered", true));
        all.put("ErrorBehavior", errorBehavior());
        all.put(
                "ValidationSettings",
                new SettingsSection(false)
                        .off("EnableValidation")
                        .off("ValidationOnly")
                        .choice("ValidationMode", "ROW_LEVEL", "GROUP_LEVEL")
                        .whole("ThreadCount", 5, 1, MANY)
                        .whole("PartitionSize", 10_000, 1, MANY)
                        .whole("FailureMaxCount", 10_000, 0, MANY)
                        .whole("TableFailureMaxCount", 1_000, 0, MANY)
                        .whole("RecordFailureDelayInMinutes", 5, 0, MANY)
                        .whole("RecordFailureDelayLimitInMinutes", 0, 0, MANY)
                        .whole("RecordSuspendDelayInMinutes", 30, 0, MANY)
                        .flag("HandleCollationDiff", false)
                        .flag("SkipLobColumns", false)
                        .whole("ValidationPartialLobSize", 0, 0, MANY)
                        .whole("ValidationQueryCdcDelaySeconds", 0, 0, MANY)
                        .whole("MaxKeyColumnSize", 8_096, 0, MANY));
        all.put(
                "LoopbackPreventionSettings",
                new SettingsSection(true)
                        .off("EnableLoopbackPrevention")
                        .text("SourceSchema")
                        .text("TargetSchema"));
        all.put(
                "TTSettings",
                new SettingsSection(true)
                        .off("EnableTT")
                        .absent("TTS3Settings")
                        .absent("TTRecordSettings"));
        return all;
    }

    private static SettingsSection errorBehavior() {
        return new SettingsSection(false)
                .choice("DataErrorPolicy", "LOG_ERROR", RECORD_POLICIES)
                .choice("EventErrorPolicy", "IGNORE", "LOG_ERROR", "STOP_TASK")
                .choice("DataTruncationErrorPolicy", "LOG_ERROR", RECORD_POLICIES)
                .choice("DataMaskingErrorPolicy", "STOP_TASK", RECORD_POLICIES)
                .choice("DataErrorEscalationPolicy", "SUSPEND_TABLE", "LOG_ERROR", "STOP_TASK")
                .whole("DataErrorEscalationCount", 0, 0, MANY)
                .choice("TableErrorPolicy", "SUSPEND_TABLE", "STOP_TASK")
                .choice("TableErrorEscalationPolicy", "STOP_TASK")
                .whole("TableErrorEscalationCount", 0, 0, MANY)
                .whole("RecoverableErrorCount", -1, -1, MANY)
                .whole("RecoverableErrorInterval", 5, 0, MANY)
                .flag("RecoverableErrorThrottling", true)
                .whole("RecoverableErrorThrottlingMax", 1_800, 0, MANY)
                .flag("RecoverableErrorStopRetryAfterThrottlingMax", true)
                .choice("ApplyErrorDeletePolicy", "IGNORE_RECORD", RECORD_POLICIES)
                .choice("ApplyErrorInsertPolicy", "LOG_ERROR", with("INSERT_RECORD"))
                .choice("ApplyErrorUpdatePolicy", "LOG_ERROR", with("UPDATE_RECORD"))
                .choice("ApplyErrorEscalationPolicy", "LOG_ERROR", "SUSPEND_TABLE", "STOP_TASK")
                .whole("ApplyErrorEscalationCount", 0, 0, MANY)
                .flag("ApplyErrorFailOnTruncationDdl", false)
                .flag("FailOnNoTablesCaptured", true)
                .flag("FailOnTransactionConsistencyBreached", false)
                .flag("FullLoadIgnoreConflicts", true);
    }

    private static String[] with(String policy) {
        String[] policies = Arrays.copyOf(RECORD_POLICIES, RECORD_POLICIES.length + 1);
        policies[RECORD_POLICIES.length] = policy;
        return policies;
    }

    private SettingsSection put(String name, SettingRule rule, JsonNode byDefault) {
        settings.put(name, new Setting(rule, byDefault));
        return this;
    }

    private SettingsSection flag(String name, boolean byDefault) {
        return put(name, new SettingRule.Flag(), NODES.booleanNode(byDefault));
    }

    private SettingsSection off(String name) {
        return put(name, new SettingRule.Off(), NODES.booleanNode(false));
    }

    private SettingsSection whole(String name, int byDefault, int least, int most) {
        return put(name, new SettingRule.Whole(least, most), NODES.numberNode(byDefault));
    }

    private SettingsSection text(String name) {
        return put(name, new SettingRule.Text(), NODES.textNode(""));
    }

    private SettingsSection absent(String name) {
        return put(name, new SettingRule.Absent(), NODES.nullNode());
    }

    private SettingsSection choice(String name, String byDefault, String... others) {
        Set<String> values = new HashSet<>(List.of(others));
        values.add(byDefault);
        return put(name, new SettingRule.Choice(values), NODES.textNode(byDefault));
    }

    /**
     * The section with its defaults filled in.
     *
     * @param given null: not given
     * @param problems gets a sentence for each setting that cannot be used
     */
    JsonNode complete(String section, JsonNode given, List<String> problems) {
        boolean none = given == null || given.isNull();
        if (none && nullByDefault) {
            return NODES.nullNode();
        }
        ObjectNode complete = NODES.objectNode();
        settings.forEach((name, setting) -> complete.set(name, setting.byDefault()));
        if (none) {
            return complete;
        }
        if (!given.isObject()) {
            problems.add("%s must be an object".formatted(section));
            return complete;
        }
        for (Map.Entry<String, JsonNode> member : given.properties()) {
            Setting setting = settings.get(member.getKey());
            if (setting == null) {
                problems.add("%s has no setting %s".formatted(section, member.getKey()));
            } else if (!member.getValue().isNull()) {
                if (!setting.rule().allows(member.getValue())) {
                    problems.add(
                            "%s.%s is %s and must be %s"
                                    .formatted(
                                            section,
                                            member.getKey(),
                                            member.getValue(),
                                            setting.rule().text()));
                }
                complete.set(member.getKey(), member.getValue());
            }
        }
        return complete;
    }
}

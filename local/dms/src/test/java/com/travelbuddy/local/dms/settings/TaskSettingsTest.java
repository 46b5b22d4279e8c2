package com.travelbuddy.local.dms.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.settings.TaskSettings.Action;
import com.travelbuddy.local.dms.settings.TaskSettings.ControlTables;
import com.travelbuddy.local.dms.settings.TaskSettings.ErrorBehavior;
import com.travelbuddy.local.dms.settings.TaskSettings.Escalation;
import com.travelbuddy.local.dms.settings.TaskSettings.FullLoad;
import com.travelbuddy.local.dms.settings.TaskSettings.TablePreparation;
import com.travelbuddy.local.dms.settings.TaskSettings.TargetMetadata;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

final class TaskSettingsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"TargetMetadata\":null,\"ErrorBehavior\":{}}"})
    void hasDmsDefaults(String json) throws Exception {
        TaskSettings settings = TaskSettings.parse(json);

        assertThat(settings.targetMetadata()).isEqualTo(new TargetMetadata("", 32, false));
        assertThat(settings.fullLoad())
                .isEqualTo(
                        new FullLoad(
                                TablePreparation.DROP_AND_CREATE,
                                false,
                                false,
                                8,
                                Duration.ofMinutes(10),
                                10_000));
        assertThat(settings.controlTables())
                .isEqualTo(
                        new ControlTables(
                                "awsdms_control", false, Duration.ofMinutes(5), false, false));
        assertThat(settings.errors())
                .isEqualTo(
                        new ErrorBehavior(
                                Action.LOG_ERROR,
                                new Escalation(0, Action.SUSPEND_TABLE),
                                Action.LOG_ERROR,
                                Action.SUSPEND_TABLE,
                                new Escalation(0, Action.STOP_TASK),
                                Action.IGNORE_RECORD,
                                Action.LOG_ERROR,
                                Action.LOG_ERROR,
                                new Escalation(0, Action.LOG_ERROR),
                                false,
                                true,
                                true,
                                -1,
                                Duration.ofSeconds(5),
                                true,
                                Duration.ofSeconds(1_800),
                                true));
    }

    @Test
    void takesWhatIsGiven() throws Exception {
        TaskSettings settings =
                TaskSettings.parse(
                        """
                        {"TargetMetadata":{"TargetSchema":"other","TaskRecoveryTableEnabled":true,"LobMaxSize":64},
                         "FullLoadSettings":{"TargetTablePrepMode":"DO_NOTHING","MaxFullLoadSubTasks":1,
                           "StopTaskCachedChangesApplied":true,"CommitRate":50000},
                         "ControlTablesSettings":{"ControlSchema":"control","HistoryTimeslotInMinutes":7,
                           "StatusTableEnabled":true},
                         "ChangeProcessingDdlHandlingPolicy":{"HandleSourceTableDropped":false},
                         "ErrorBehavior":{"ApplyErrorInsertPolicy":"INSERT_RECORD",
                           "ApplyErrorUpdatePolicy":"UPDATE_RECORD","DataErrorEscalationCount":50,
                           "TableErrorPolicy":"STOP_TASK"}}
                        """);

        assertThat(settings.targetMetadata()).isEqualTo(new TargetMetadata("other", 64, true));
        assertThat(settings.fullLoad().preparation()).isEqualTo(TablePreparation.DO_NOTHING);
        assertThat(settings.fullLoad().subTasks()).isEqualTo(1);
        assertThat(settings.fullLoad().stopAfterCachedChanges()).isTrue();
        assertThat(settings.fullLoad().stopBeforeCachedChanges()).isFalse();
        assertThat(settings.fullLoad().commitRate()).isEqualTo(50_000);
        assertThat(settings.controlTables())
                .isEqualTo(new ControlTables("control", false, Duration.ofMinutes(7), false, true));
        assertThat(settings.errors().applyInsert()).isEqualTo(Action.INSERT_RECORD);
        assertThat(settings.errors().applyUpdate()).isEqualTo(Action.UPDATE_RECORD);
        assertThat(settings.errors().dataEscalation())
                .isEqualTo(new Escalation(50, Action.SUSPEND_TABLE));
        assertThat(settings.errors().table()).isEqualTo(Action.STOP_TASK);
    }

    @Test
    void hasNoLobLimitInFullLobMode() throws Exception {
        TaskSettings settings =
                TaskSettings.parse("{\"TargetMetadata\":{\"FullLobMode\":true,\"LobMaxSize\":8}}");

        assertThat(settings.targetMetadata().lobMaxSize()).isZero();
        assertThat(at(settings, "/TargetMetadata/LimitedSizeLobMode").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    nonsense | The task settings are no JSON
                    {} {} | The task settings are no JSON
                    [] | The task settings must be a JSON object
                    {'Sections':{}} | There is no section Sections
                    {'FullLoadSettings':{'Commit':1}} | FullLoadSettings has no setting Commit
                    {'FullLoadSettings':[]} | FullLoadSettings must be an object
                    {'FullLoadSettings':{'CommitRate':0}} | FullLoadSettings.CommitRate is 0 and must be a whole number from 1 to 50000
                    {'FullLoadSettings':{'CommitRate':50001}} | must be a whole number from 1 to 50000
                    {'FullLoadSettings':{'CommitRate':'5'}} | must be a whole number from 1 to 50000
                    {'FullLoadSettings':{'MaxFullLoadSubTasks':50}} | must be a whole number from 1 to 49
                    {'FullLoadSettings':{'TargetTablePrepMode':'do_nothing'}} | must be one of DO_NOTHING, DROP_AND_CREATE, TRUNCATE_BEFORE_LOAD
                    {'FullLoadSettings':{'CreatePkAfterFullLoad':1}} | must be true or false
                    {'TargetMetadata':{'LobMaxSize':102401}} | must be a whole number from 0 to 102400
                    {'TargetMetadata':{'TargetSchema':1}} | must be a string
                    {'TargetMetadata':{'BatchApplyEnabled':true}} | TargetMetadata.BatchApplyEnabled is true and must be false: it is not supported
                    {'TargetMetadata':{'FullLobMode':true,'LimitedSizeLobMode':true}} | exactly one of FullLobMode and LimitedSizeLobMode
                    {'TargetMetadata':{'LimitedSizeLobMode':false}} | exactly one of FullLobMode and LimitedSizeLobMode
                    {'ValidationSettings':{'EnableValidation':true}} | ValidationSettings.EnableValidation is true and must be false: it is not supported
                    {'ValidationSettings':{'ValidationOnly':true}} | must be false: it is not supported
                    {'LoopbackPreventionSettings':{'EnableLoopbackPrevention':true}} | must be false: it is not supported
                    {'BeforeImageSettings':{'EnableBeforeImage':true}} | BeforeImageSettings must be null: it is not supported
                    {'CharacterSetSettings':{}} | CharacterSetSettings must be null: it is not supported
                    {'PostProcessingRules':{}} | PostProcessingRules must be null: it is not supported
                    {'TTSettings':{'EnableTT':true}} | TTSettings.EnableTT is true and must be false: it is not supported
                    {'TTSettings':{'TTS3Settings':{}}} | must be null: it is not supported
                    {'ControlTablesSettings':{'CommitPositionTableEnabled':true}} | must be false: it is not supported
                    {'ErrorBehavior':{'TableErrorPolicy':'LOG_ERROR'}} | ErrorBehavior.TableErrorPolicy is 'LOG_ERROR' and must be one of STOP_TASK, SUSPEND_TABLE
                    {'ErrorBehavior':{'TableErrorEscalationPolicy':'SUSPEND_TABLE'}} | must be one of STOP_TASK
                    {'ErrorBehavior':{'ApplyErrorInsertPolicy':'UPDATE_RECORD'}} | must be one of IGNORE_RECORD, INSERT_RECORD, LOG_ERROR
                    {'ErrorBehavior':{'ApplyErrorDeletePolicy':'INSERT_RECORD'}} | must be one of IGNORE_RECORD, LOG_ERROR, STOP_TASK, SUSPEND_TABLE
                    {'ErrorBehavior':{'RecoverableErrorCount':-2}} | must be a whole number from -1
                    {'Logging':{'Enabled':true}} | Logging has no setting Enabled
                    {'Logging':{'EnableLogging':'yes'}} | Logging.EnableLogging is 'yes' and must be true or false
                    {'Logging':{'LogComponents':{}}} | Logging.LogComponents must be an array
                    {'Logging':{'LogComponents':[{'Id':'X','Severity':'LOGGER_SEVERITY_INFO'}]}} | Logging.LogComponents has no component
                    {'Logging':{'LogComponents':[{'Id':'IO','Severity':'INFO'}]}} | Logging.LogComponents has no severity
                    {'FailTaskWhenCleanTaskResourceFailed':1} | FailTaskWhenCleanTaskResourceFailed must be true or false
                    """)
    void refuses(String json, String message) {
        assertThatThrownBy(() -> TaskSettings.parse(json.replace('\'', '"')))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(message.replace('\'', '"'));
    }

    @Test
    void namesAllProblemsAtOnce() {
        assertThatThrownBy(() -> TaskSettings.parse("{\"A\":1,\"Logging\":{\"B\":2}}"))
                .hasMessage(
                        "The task settings cannot be used: There is no section A; Logging has no"
                                + " setting B");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CloudWatchLogGroup", "CloudWatchLogStream"})
    void refusesALogStreamWithDmsOwnWords(String name) {
        assertThatThrownBy(() -> TaskSettings.parse("{\"Logging\":{\"%s\":\"x\"}}".formatted(name)))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessage(
                        "Task Settings CloudWatchLogGroup or CloudWatchLogStream cannot be set on"
                                + " create.");
    }

    @Test
    void enrichesWithEverySectionAndItsNulls() throws Exception {
        JsonNode document = JSON.readTree(TaskSettings.parse("").enriched());

        assertThat(document.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "TargetMetadata",
                        "FullLoadSettings",
                        "Logging",
                        "ControlTablesSettings",
                        "StreamBufferSettings",
                        "ChangeProcessingTuning",
                        "ChangeProcessingDdlHandlingPolicy",
                        "ErrorBehavior",
                        "ValidationSettings",
                        "LoopbackPreventionSettings",
                        "BeforeImageSettings",
                        "CharacterSetSettings",
                        "PostProcessingRules",
                        "TTSettings",
                        "FailTaskWhenCleanTaskResourceFailed");
        for (String name :
                new String[] {
                    "LoopbackPreventionSettings",
                    "BeforeImageSettings",
                    "CharacterSetSettings",
                    "PostProcessingRules",
                    "TTSettings"
                }) {
            assertThat(document.get(name).isNull()).as(name).isTrue();
        }
        assertThat(document.at("/Logging/EnableLogContext").isBoolean()).isTrue();
        assertThat(document.at("/Logging/CloudWatchLogGroup").isNull()).isTrue();
        assertThat(document.at("/Logging/LogComponents")).hasSize(20);
    }

    @Test
    void keepsBothSpellingsOfTheTimeslot() throws Exception {
        for (String name : new String[] {"HistoryTimeslotInMinutes", "historyTimeslotInMinutes"}) {
            TaskSettings settings =
                    TaskSettings.parse("{\"ControlTablesSettings\":{\"%s\":9}}".formatted(name));

            assertThat(settings.controlTables().historyTimeslot()).isEqualTo(Duration.ofMinutes(9));
            assertThat(at(settings, "/ControlTablesSettings/HistoryTimeslotInMinutes").asInt())
                    .isEqualTo(9);
            assertThat(at(settings, "/ControlTablesSettings/historyTimeslotInMinutes").asInt())
                    .isEqualTo(9);
        }
    }

    @Test
    void changesTheOrderOfLogComponentsFromCallToCall() throws Exception {
        TaskSettings settings =
                TaskSettings.parse(
                        """
                        {"Logging":{"LogComponents":[{"Id":"TRANSFORMATION","Severity":"LOGGER_SEVERITY_DEBUG"}]}}
                        """);

        JsonNode one = at(settings, "/Logging/LogComponents");
        JsonNode other = at(settings, "/Logging/LogComponents");

        assertThat(one).isNotEqualTo(other);
        assertThat(one).containsExactlyInAnyOrderElementsOf(other);
        assertThat(one)
                .contains(
                        JSON.createObjectNode()
                                .put("Id", "TRANSFORMATION")
                                .put("Severity", "LOGGER_SEVERITY_DEBUG"));
    }

    @Test
    void takesBackWhatItEnriched() throws Exception {
        TaskSettings settings =
                TaskSettings.parse(
                        """
                        {"TargetMetadata":{"FullLobMode":true},
                         "TTSettings":{"EnableTT":false},
                         "LoopbackPreventionSettings":{"EnableLoopbackPrevention":false},
                         "ErrorBehavior":{"ApplyErrorEscalationCount":3},
                         "FailTaskWhenCleanTaskResourceFailed":true}
                        """);

        TaskSettings again = TaskSettings.parse(settings.enriched());

        assertThat(again).usingRecursiveComparison().ignoringFields("enriched").isEqualTo(settings);
        assertThat(withoutLogging(again)).isEqualTo(withoutLogging(settings));
    }

    @Test
    void mergesWithTheNewerMembersOnTop() throws Exception {
        TaskSettings before =
                TaskSettings.parse(
                        """
                        {"ErrorBehavior":{"TableErrorPolicy":"STOP_TASK","DataErrorPolicy":"STOP_TASK"},
                         "Logging":{"EnableLogging":true,
                           "LogComponents":[{"Id":"IO","Severity":"LOGGER_SEVERITY_INFO"}]}}
                        """);

        TaskSettings after =
                TaskSettings.parse(
                        TaskSettings.merge(
                                before.enriched(),
                                """
                                {"ErrorBehavior":{"DataErrorPolicy":"LOG_ERROR"},
                                 "ControlTablesSettings":{"HistoryTimeslotInMinutes":11},
                                 "TargetMetadata":{"FullLobMode":true},
                                 "BeforeImageSettings":null,
                                 "Logging":{"LogComponents":[{"Id":"SORTER","Severity":"LOGGER_SEVERITY_DEBUG"}]}}
                                """));

        assertThat(after.errors().table()).isEqualTo(Action.STOP_TASK);
        assertThat(after.errors().data()).isEqualTo(Action.LOG_ERROR);
        assertThat(after.controlTables().historyTimeslot()).isEqualTo(Duration.ofMinutes(11));
        assertThat(after.targetMetadata().lobMaxSize()).isZero();
        assertThat(at(after, "/Logging/EnableLogging").asBoolean()).isTrue();
        assertThat(at(after, "/Logging/LogComponents").toString())
                .contains("{\"Id\":\"IO\",\"Severity\":\"LOGGER_SEVERITY_INFO\"}")
                .contains("{\"Id\":\"SORTER\",\"Severity\":\"LOGGER_SEVERITY_DEBUG\"}");
    }

    @Test
    void mergesNothingIntoWhatWasThere() throws Exception {
        TaskSettings before = TaskSettings.parse("{\"FullLoadSettings\":{\"CommitRate\":5}}");

        assertThat(TaskSettings.parse(TaskSettings.merge(before.enriched(), "")).fullLoad())
                .isEqualTo(before.fullLoad());
    }

    @Test
    void refusesToMergeWhatIsNoObject() {
        assertThatThrownBy(() -> TaskSettings.merge("{}", "[]"))
                .isInstanceOf(InvalidSettingsException.class);
    }

    private static JsonNode at(TaskSettings settings, String pointer) throws Exception {
        return JSON.readTree(settings.enriched()).at(pointer);
    }

    private static JsonNode withoutLogging(TaskSettings settings) throws Exception {
        var document = (ObjectNode) JSON.readTree(settings.enriched());
        document.remove("Logging");
        return document;
    }
}

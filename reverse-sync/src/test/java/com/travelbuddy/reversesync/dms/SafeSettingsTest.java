package com.travelbuddy.reversesync.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that could cost the monolith a table are never sent. */
class SafeSettingsTest {

    private final ObjectNode settings = TaskSettings.document("awsdms_control");

    @Test
    void oursAreSafe() {
        assertThat(SafeSettings.of(settings).text()).contains("\"DO_NOTHING\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DROP_AND_CREATE", "TRUNCATE_BEFORE_LOAD", "do_nothing", ""})
    void noPreparationButNoneIsSent(String preparation) {
        settings.withObject("/FullLoadSettings").put("TargetTablePrepMode", preparation);
        refused("TargetTablePrepMode");
    }

    @Test
    void dmsIsNotLeftToChooseThePreparation() {
        settings.withObject("/FullLoadSettings").remove("TargetTablePrepMode");
        refused("TargetTablePrepMode");
        settings.remove("FullLoadSettings");
        refused("TargetTablePrepMode");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HandleSourceTableDropped",
                "HandleSourceTableTruncated",
                "HandleSourceTableAltered"
            })
    void ddlOfTheSourceDoesNotReachTheTarget(String name) {
        settings.withObject("/ChangeProcessingDdlHandlingPolicy").put(name, true);
        refused(name);
        settings.withObject("/ChangeProcessingDdlHandlingPolicy").remove(name);
        refused(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CloudWatchLogGroup", "CloudWatchLogStream"})
    void thePlaceOfTheLogIsNotSent(String name) {
        settings.withObject("/Logging").put(name, "somewhere");
        refused(name);
    }

    @Test
    void whatWasCheckedIsWhatIsSent() {
        SafeSettings safe = SafeSettings.of(settings);
        settings.withObject("/FullLoadSettings").put("TargetTablePrepMode", "DROP_AND_CREATE");
        assertThat(safe.text()).doesNotContain("DROP_AND_CREATE");
    }

    private void refused(String what) {
        assertThatThrownBy(() -> SafeSettings.of(settings))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(what);
    }
}

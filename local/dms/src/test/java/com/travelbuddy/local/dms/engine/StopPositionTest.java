package com.travelbuddy.local.dms.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

final class StopPositionTest {

    @Test
    void readsBothClocksInUtc() {
        Instant time = Instant.parse("2026-02-09T12:12:12Z");
        assertThat(StopPosition.parse("commit_time:2026-02-09T12:12:12"))
                .isEqualTo(new StopPosition.CommitTime(time));
        assertThat(StopPosition.parse("server_time: 2026-02-09T12:12:12"))
                .isEqualTo(new StopPosition.ServerTime(time));
        assertThat(StopPosition.parse("")).isEqualTo(new StopPosition.Never());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-09T12:12:12", "commit_time:", "commit_time:now", "x:y", ":"})
    void refusesOtherTexts(String text) {
        assertThatThrownBy(() -> StopPosition.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(text);
    }
}

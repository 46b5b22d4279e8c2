package com.travelbuddy.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

final class ScriptsTest {

    @ParameterizedTest
    @ValueSource(strings = {"pipeline", "git-credentials", "fill"})
    void shellcheckFindsNothing(String script) {
        Assumptions.assumeTrue(Tool.isInstalled("shellcheck"), "shellcheck is not installed");
        Tool.Result result =
                Tool.run(Repository.path("deploy"), Map.of(), List.of("shellcheck", script));
        assertThat(result.output()).isEmpty();
        assertThat(result.exitCode()).isZero();
    }
}

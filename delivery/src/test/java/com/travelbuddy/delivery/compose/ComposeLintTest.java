package com.travelbuddy.delivery.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Npm;
import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** compose.yaml as a linter reads it, and compose itself. */
class ComposeLintTest {

    @Test
    void hasNoFaultByTheSpecification() {
        Tool.Result lint =
                Npm.program(
                        "dclint",
                        Repository.path(ComposeFile.NAME).toString(),
                        "--config",
                        Repository.path(".dclintrc").toString(),
                        "--max-warnings",
                        "0");

        assertThat(lint.output()).isBlank();
        assertThat(lint.exitCode()).isZero();
    }

    @Test
    void isTakenByComposeItself() {
        Assumptions.assumeTrue(
                Tool.isInstalled("docker-compose"), "docker-compose is not installed");

        Tool.Result config =
                Tool.run(
                        Repository.path(""),
                        Map.of(),
                        List.of("docker-compose", "-f", ComposeFile.NAME, "config", "--quiet"));

        assertThat(config.output()).isBlank();
        assertThat(config.exitCode()).isZero();
    }
}

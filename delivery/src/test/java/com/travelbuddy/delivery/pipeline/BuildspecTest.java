package com.travelbuddy.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.delivery.support.Repository;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.util.List;

/**
 * What CodeBuild's reference of buildspec files says of this one. CodeBuild passes over other keys.
 */
final class BuildspecTest {

    private final JsonNode buildspec = CodeBuild.buildspec();

    @Test
    void usesOnlyKeysThatCodeBuildKnows() {
        assertThat(CodeBuild.names(buildspec))
                .isSubsetOf(
                        "version",
                        "run-as",
                        "env",
                        "proxy",
                        "batch",
                        "phases",
                        "reports",
                        "artifacts",
                        "cache");
        assertThat(buildspec.required("version").asText()).isEqualTo("0.2");
        assertThat(CodeBuild.names(buildspec.required("env")))
                .isSubsetOf(
                        "shell",
                        "variables",
                        "parameter-store",
                        "exported-variables",
                        "secrets-manager",
                        "git-credential-helper");
        JsonNode phases = buildspec.required("phases");
        assertThat(CodeBuild.names(phases))
                .containsExactly("install", "pre_build", "build", "post_build");
        for (JsonNode phase : phases) {
            assertThat(CodeBuild.names(phase))
                    .isSubsetOf("run-as", "on-failure", "runtime-versions", "commands", "finally");
        }
        assertThat(CodeBuild.names(phases.required("install"))).contains("runtime-versions");
        for (JsonNode report : buildspec.required("reports")) {
            assertThat(CodeBuild.names(report))
                    .isSubsetOf("files", "base-directory", "discard-paths", "file-format");
        }
        assertThat(CodeBuild.names(buildspec.required("cache"))).isSubsetOf("key", "paths");
    }

    @Test
    void buildsOnTheJavaThatTheProjectIsWrittenFor() {
        assertThat(buildspec.at("/phases/install/runtime-versions/java").asText())
                .isEqualTo("corretto25");
        assertThat(Repository.read("pom.xml")).contains("<java.release>25</java.release>");
    }

    @Test
    void commandsAreStringsAndStartWhatIsThere() {
        for (JsonNode phase : buildspec.required("phases")) {
            for (JsonNode command : phase.required("commands")) {
                // A colon and a blank make a map of a command that is not quoted.
                assertThat(command.isTextual()).as(command.toString()).isTrue();
                assertThat(Repository.path(command.asText().split(" ")[0]))
                        .matches(Files::isExecutable);
            }
        }
    }

    @Test
    void holdsNoCredentials() {
        assertThat(List.of(buildspec.at("/env/variables").toString()))
                .noneMatch(text -> text.matches("(?i).*(password|token|secret).*"));
    }
}

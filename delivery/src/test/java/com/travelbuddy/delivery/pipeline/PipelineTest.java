package com.travelbuddy.delivery.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.travelbuddy.delivery.pipeline.CodeBuild.Outcome;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

final class PipelineTest {

    private static final String TAG = "0123456789ab-41";
    private static final YAMLMapper YAML =
            YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

    private CodeBuild build;

    @BeforeEach
    void prepare(@TempDir Path folder) {
        build = new CodeBuild(folder);
    }

    @Test
    void aCommitBecomesImagesAndThenValuesInTheDeploymentRepository() throws IOException {
        Outcome outcome = build.run();
        assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
        assertThat(outcome.phases()).containsExactly("install", "pre_build", "build", "post_build");
        JsonNode values = YAML.readTree(build.deployed("values.yaml"));
        String repository = CodeBuild.REGISTRY + "/flightspecials";
        assertThat(values.at("/image/repository").textValue()).isEqualTo(repository);
        assertThat(values.at("/image/tag").textValue()).isEqualTo(TAG);
        assertThat(values.at("/buildNumber").textValue()).isEqualTo("41");
        assertThat(values.at("/database/endpoint").textValue()).isEqualTo("dso.example.com");
        assertThat(values.at("/database/port").textValue()).isEqualTo("5432");
        assertThat(values.at("/database/username").textValue()).isEqualTo("postgres");
        assertThat(values.at("/reverseSync/image/repository").textValue())
                .isEqualTo(repository + "-reverse-sync");
        assertThat(values.at("/reverseSync/image/tag").textValue()).isEqualTo(TAG);
        assertThat(build.history()).containsExactly("Deploy " + TAG, "Change installation.yaml");
    }

    @Test
    void testsThenBuildsBothImagesThenPushesThem() {
        List<String> calls = build.run().calls();
        String image = CodeBuild.REGISTRY + "/flightspecials";
        assertThat(calls)
                .extracting(call -> call.replaceFirst("CREATED=[0-9T:-]+Z", "CREATED=now"))
                .containsExactly(
                        "mvnw --batch-mode --no-transfer-progress verify",
                        "aws ecr get-login-password --region ap-northeast-2",
                        "docker login --username AWS --password-stdin " + CodeBuild.REGISTRY,
                        built("service", image),
                        built("reverse-sync", image + "-reverse-sync"),
                        "docker push %s:%s".formatted(image, TAG),
                        "docker push %s-reverse-sync:%s".formatted(image, TAG));
    }

    private static String built(String target, String image) {
        return "docker build --target %s --build-arg VERSION=%s --build-arg REVISION=%s --build-arg CREATED=now --tag %s:%s ."
                .formatted(target, TAG, CodeBuild.REVISION, image, TAG);
    }

    @Test
    void takesTheChartAlongAndLeavesWhatIsNotItsOwn() {
        build.theirs("templates/old.yaml", "kind: Secret\n");
        build.theirs("notes/README.md", "Ours.\n");
        assertThat(build.run().succeeded()).isTrue();
        assertThat(build.deployedFiles())
                .containsExactlyInAnyOrder(
                        "Chart.yaml",
                        "defaults.yaml",
                        "installation.yaml",
                        "notes/README.md",
                        "templates/service.yaml",
                        "values.yaml");
        assertThat(build.deployed("defaults.yaml")).isEqualTo("replicas: 2\n");
        assertThat(build.deployed("installation.yaml")).isEqualTo("replicas: 3\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0123456", "12e4", "1.10", "0x1F", "1_000", "on", "null"})
    void aTagStaysAString(String tag) throws IOException {
        assertThat(build.with("IMAGE_TAG", tag).run().succeeded()).isTrue();
        JsonNode values = YAML.readTree(build.deployed("values.yaml"));
        for (String path : List.of("/image/tag", "/reverseSync/image/tag")) {
            assertThat(values.at(path).textValue()).isEqualTo(tag);
        }
        // Other readers of YAML see more numbers than this one: the quotation marks count.
        assertThat(build.deployed("values.yaml")).contains("tag: \"" + tag + '"');
    }

    @Test
    void commitsNothingWhenNothingHasChanged() {
        assertThat(build.run().succeeded()).isTrue();
        List<String> history = build.history();
        Outcome again = build.run();
        assertThat(again.succeeded()).isTrue();
        assertThat(again.output()).contains("has all of this already");
        assertThat(build.history()).isEqualTo(history);
    }

    @Test
    void aPushThatLostARaceIsTriedAgainOnTopOfTheOther() {
        build.program(
                "bin/git",
                """
                #!/bin/bash
                PATH=${PATH#*:}
                case " $* " in
                    *" push "*)
                        if [ ! -e "$CALLS.race" ]; then
                            touch "$CALLS.race"
                            cd "$RACER" || exit 1
                            echo "replicas: 4" >installation.yaml
                            git -c user.name=racer -c user.email=racer@example.com commit -qam "Race" || exit 1
                            git push -q "$DEPLOYMENT_REPOSITORY_URL" HEAD:main || exit 1
                            cd - >/dev/null || exit 1
                        fi ;;
                esac
                exec git "$@"
                """);
        Outcome outcome = build.with("RACER", build.folder().resolve("theirs").toString()).run();
        assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
        assertThat(outcome.output()).contains("rejected");
        assertThat(build.history())
                .containsExactly("Deploy " + TAG, "Race", "Change installation.yaml");
        assertThat(build.deployed("installation.yaml")).isEqualTo("replicas: 4\n");
        assertThat(build.deployed("values.yaml")).contains(TAG);
    }

    @Test
    void aRepositoryThatTakesNoPushEndsTheBuild() {
        build.program("deployment.git/hooks/pre-receive", "#!/bin/sh\nexit 1\n");
        Outcome outcome = build.run();
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.output()).contains("has taken none of 5 pushes");
        assertUntouched();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AWS_REGION",
                "ECR_REPO_URI",
                "CODEBUILD_BUILD_NUMBER",
                "CODEBUILD_RESOLVED_SOURCE_VERSION",
                "DATABASE_ENDPOINT",
                "DATABASE_PORT",
                "DATABASE_USERNAME",
                "DEPLOYMENT_REPOSITORY_URL",
            })
    void aMissingVariableEndsTheBuildBeforeAnythingIsDone(String variable) {
        Outcome outcome = build.without(variable).run();
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.output()).contains(variable + " is not set");
        assertThat(outcome.calls()).isEmpty();
        assertUntouched();
    }

    @ParameterizedTest
    @CsvSource({
        "DATABASE_USERNAME, 'postgres\"\nadmin: \"true'",
        "DATABASE_PORT, postgresql",
        "IMAGE_TAG, 'a b'",
        "DEPLOYMENT_REPOSITORY_URL, https://robot:deployment-password@git.example.com/deployment",
    })
    void aValueThatIsMoreThanAValueEndsTheBuild(String variable, String value) {
        Outcome outcome = build.with(variable, value).run();
        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.output())
                .contains(variable + " is not of the form")
                .doesNotContain("deployment-password");
        assertThat(outcome.calls()).isEmpty();
        assertUntouched();
    }

    @Test
    void failingTestsEndTheBuild() {
        Outcome outcome = build.with("FAILING", "mvnw").run();
        assertThat(outcome.phases()).containsExactly("install");
        assertThat(outcome.calls()).noneMatch(call -> call.startsWith("docker"));
        assertUntouched();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "build --target reverse-sync",
                "push %s/flightspecials:%s",
                "push %s/flightspecials-reverse-sync:%s",
            })
    void aDockerThatFailsDeploysNothing(String call) {
        String failing = call.formatted(CodeBuild.REGISTRY, TAG);
        Outcome outcome = build.with("FAILING", failing).run();
        assertThat(outcome.phases()).containsExactly("install", "pre_build");
        assertThat(outcome.output())
                .contains("docker: denied", "the build has failed: nothing is deployed");
        if (failing.startsWith("build")) {
            assertThat(outcome.calls()).noneMatch(one -> one.startsWith("docker push"));
        }
        assertUntouched();
    }

    @Test
    void noSecretIsShown() {
        Outcome outcome = build.with("DEPLOYMENT_CREDENTIALS_SECRET", "deployment").run();
        assertThat(outcome.succeeded()).as(outcome.output()).isTrue();
        assertThat(outcome.output()).doesNotContain(CodeBuild.SECRETS);
        assertThat(outcome.calls())
                .noneMatch(call -> CodeBuild.SECRETS.stream().anyMatch(call::contains));
        for (String file : build.deployedFiles()) {
            assertThat(build.deployed(file)).doesNotContain(CodeBuild.SECRETS);
        }
    }

    @Test
    void gitGetsTheSecretsUserAndPasswordWhenItAsks() {
        Tool.Result result =
                build.with("DEPLOYMENT_CREDENTIALS_SECRET", "deployment")
                        .run(
                                "printf 'protocol=https\\nhost=git.example.com\\n\\n' | git -c"
                                        + " credential.helper= -c credential.helper=\"$PWD/deploy/git-credentials\""
                                        + " credential fill",
                                true);
        assertThat(result.output().lines())
                .contains("username=robot", "password=deployment-password");
        assertThat(build.run("cat \"$CALLS\"", true).output())
                .isEqualTo(
                        "aws secretsmanager get-secret-value --secret-id deployment --query SecretString"
                                + " --output text\n");
    }

    @Test
    void fillsAFileOrPrintsNothing() {
        build.source("one.json", "{\"a\": \"${DATABASE_PORT}\", \"b\": \"${KEPT}$1\"}\n");
        Tool.Result missing = build.without("KEPT").run("deploy/fill one.json", true);
        assertThat(missing.exitCode()).isNotZero();
        assertThat(missing.output()).isEqualTo("fill: one.json needs KEPT\n");
        assertThat(build.with("KEPT", "x").run("deploy/fill one.json", true).output())
                .isEqualTo("{\"a\": \"5432\", \"b\": \"x$1\"}\n");
    }

    private void assertUntouched() {
        assertThat(build.history()).containsExactly("Change installation.yaml");
        assertThat(build.deployedFiles()).containsExactly("installation.yaml");
    }
}

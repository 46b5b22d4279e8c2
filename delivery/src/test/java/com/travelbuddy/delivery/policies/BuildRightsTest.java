package com.travelbuddy.delivery.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.policies.Iam.Request;
import com.travelbuddy.delivery.support.Repository;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the build's role lets its scripts do. */
final class BuildRightsTest {

    private static final Policy BUILD = Policy.named("codebuild");
    private static final Policy SECRET = Policy.named("codebuild-secret");
    private static final Pattern AWS = Pattern.compile("\\baws ([a-z-]+ [a-z-]+) --");

    /** As "IAM permissions for pushing an image" in the Amazon ECR User Guide lists them. */
    private static final List<String> PUSH =
            List.of(
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:CompleteLayerUpload",
                    "ecr:InitiateLayerUpload",
                    "ecr:PutImage",
                    "ecr:UploadLayerPart");

    private static final Request LOGIN = Resources.request("ecr:GetAuthorizationToken", "*");
    private static final Request CREDENTIALS =
            Resources.request(
                    "secretsmanager:GetSecretValue",
                    Resources.arn("secretsmanager", "secret:deployment-repository-a1B2c3"));

    @Test
    void theScriptsCallNothingElse() {
        assertThat(
                        Stream.of("pipeline", "git-credentials", "fill")
                                .map(script -> Repository.read("deploy/" + script))
                                .flatMap(text -> AWS.matcher(text).results())
                                .map(match -> match.group(1))
                                .distinct())
                .containsExactlyInAnyOrder(
                        "ecr get-login-password", "secretsmanager get-secret-value");
        assertThat(Iam.refused(List.of(LOGIN), BUILD)).isEmpty();
        assertThat(Iam.refused(List.of(CREDENTIALS), SECRET)).isEmpty();
        assertThat(Iam.refused(List.of(CREDENTIALS), BUILD)).containsExactly(CREDENTIALS);
    }

    @Test
    void bothImagesMayBePushedAndNoOther() {
        assertThat(Iam.refused(pushes("flightspecials"), BUILD)).isEmpty();
        assertThat(Iam.refused(pushes("flightspecials-reverse-sync"), BUILD)).isEmpty();
        List<Request> others = pushes("travelbuddy");
        assertThat(Iam.refused(others, BUILD)).isEqualTo(others);
    }

    private static List<Request> pushes(String repository) {
        return PUSH.stream()
                .map(
                        action ->
                                Resources.request(
                                        action, Resources.arn("ecr", "repository/" + repository)))
                .toList();
    }
}

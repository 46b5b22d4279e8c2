package com.travelbuddy.delivery.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Who may take which role. */
final class TrustTest {

    @ParameterizedTest
    @CsvSource({
        "trust-service, flightspecials-service-account",
        "trust-reverse-sync, flightspecials-reverse-sync-service-account",
    })
    void onlyOneServiceAccountTakesAPodsRole(String policy, String account) {
        JsonNode statement = only(policy);
        assertThat(statement.required("Action").asText())
                .isEqualTo("sts:AssumeRoleWithWebIdentity");
        assertThat(statement.required("Principal"))
                .hasToString(
                        "{\"Federated\":\"arn:aws:iam::%s:oidc-provider/%s\"}"
                                .formatted(Policy.ACCOUNT, Policy.ISSUER));
        // Without either, every account of the cluster, or of every cluster, could take it.
        assertThat(condition(statement))
                .isEqualTo(
                        Map.of(
                                Policy.ISSUER + ":aud",
                                "sts.amazonaws.com",
                                Policy.ISSUER + ":sub",
                                "system:serviceaccount:flightspecials:" + account));
    }

    @ParameterizedTest
    @CsvSource({
        "trust-dms, dms.amazonaws.com",
        // Of the region: with the other name DMS refuses a role for secrets.
        "trust-dms-secrets, dms.ap-northeast-2.amazonaws.com",
        "trust-codebuild, codebuild.amazonaws.com",
    })
    void onlyTheServiceOfAwsTakesItsRole(String policy, String service) {
        JsonNode statement = only(policy);
        assertThat(statement.required("Action").asText()).isEqualTo("sts:AssumeRole");
        assertThat(statement.required("Principal"))
                .hasToString("{\"Service\":\"%s\"}".formatted(service));
    }

    @Test
    void codeBuildTakesItsRoleForOneProjectOnly() {
        assertThat(condition(only("trust-codebuild")))
                .isEqualTo(
                        Map.of(
                                "aws:SourceArn",
                                Resources.arn("codebuild", "project/flightspecials")));
    }

    @Test
    void dmsReadsBothSecretsAndNoOther() {
        Policy policy = Policy.named("dms-secrets");
        List<Iam.Request> wanted =
                Resources.SYNC_SECRETS.stream()
                        .map(one -> Resources.request("secretsmanager:GetSecretValue", one))
                        .toList();
        assertThat(wanted).hasSize(2);
        assertThat(Iam.refused(wanted, policy)).isEmpty();
        List<Iam.Request> others =
                List.of(
                        Resources.request(
                                "secretsmanager:GetSecretValue",
                                Resources.arn("secretsmanager", "secret:another-a1B2c3")));
        assertThat(Iam.refused(others, policy)).isEqualTo(others);
    }

    private static JsonNode only(String policy) {
        List<Policy.Statement> statements = Policy.named(policy).statements();
        assertThat(statements).hasSize(1);
        return statements.getFirst().rest();
    }

    private static Map<String, String> condition(JsonNode statement) {
        JsonNode condition = statement.required("Condition");
        assertThat(condition.fieldNames()).toIterable().containsExactly("StringEquals");
        return condition.required("StringEquals").properties().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().asText()));
    }
}

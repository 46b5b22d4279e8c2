package com.travelbuddy.delivery.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.delivery.policies.Policy.Statement;
import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

final class PolicyTest {

    /** IAM's limit for a managed policy, white space aside; that of a trust policy is 2,048. */
    private static final int LARGEST = 6_144;

    /** A metric is no resource: what is listed for this action are data sets of another kind. */
    private static final String OF_METRICS = "cloudwatch:GetMetricData";

    private final List<Policy> policies = Policy.all();
    private final List<Statement> statements =
            policies.stream().flatMap(policy -> policy.statements().stream()).toList();

    /** Those of trust policies have no resource. */
    private final List<Statement> granting =
            policies.stream()
                    .filter(policy -> !policy.isTrust())
                    .flatMap(policy -> policy.statements().stream())
                    .toList();

    @Test
    void haveTheFormThatIamTakes() {
        assertThat(policies).hasSizeGreaterThan(10);
        assertThat(Iam.problems(policies)).isEmpty();
        assertThat(policies)
                .allSatisfy(
                        policy ->
                                assertThat(policy.document().toString().length())
                                        .as(policy.name())
                                        .isLessThanOrEqualTo(policy.isTrust() ? 2_048 : LARGEST));
    }

    @Test
    void nameOnlyActionsThatThereAre() {
        List<String> named =
                statements.stream().flatMap(one -> one.actions().stream()).distinct().toList();
        assertThat(Iam.actions(named)).containsOnlyKeys(named);
    }

    @Test
    void nameForEachActionTheResourcesThatItTakes() {
        Map<String, Iam.Action> actions = actions();
        for (Statement statement : granting) {
            if (statement.resources().equals(List.of("*"))) {
                continue;
            }
            for (String action : statement.actions()) {
                List<Iam.Resource> kinds = actions.get(action).resources();
                assertThat(statement.resources())
                        .as("%s: %s", statement, action)
                        .allMatch(one -> kinds.stream().anyMatch(kind -> kind.covers(one)));
                assertThat(kinds.stream().filter(Iam.Resource::required))
                        .as("%s: %s", statement, action)
                        .allMatch(kind -> statement.resources().stream().anyMatch(kind::covers));
            }
        }
    }

    @Test
    void nameEveryActionInFull() {
        assertThat(statements.stream().flatMap(one -> one.actions().stream()))
                .allMatch(action -> action.matches("[a-z0-9-]+:[A-Z][A-Za-z]+"));
    }

    @Test
    void sayEveryResourceOnlyWhereAwsKnowsNoneToName() {
        Map<String, Iam.Action> actions = actions();
        for (Statement statement : granting) {
            if (statement.resources().contains("*")) {
                assertThat(statement.resources()).as(statement.toString()).containsExactly("*");
                assertThat(statement.actions())
                        .as(statement.toString())
                        .allMatch(
                                action ->
                                        actions.get(action).resources().isEmpty()
                                                || action.equals(OF_METRICS));
            } else {
                assertThat(statement.resources())
                        .as(statement.toString())
                        .isNotEmpty()
                        .allMatch(one -> one.matches("arn:aws:[a-z]+[a-z0-9-]*:[^*]*:[^*]+[:/].+"));
            }
        }
    }

    @Test
    void areListedInTheDocumentWhereTheyNameNoResource() {
        assertThat(PermissionsPage.everywhere())
                .isEqualTo(
                        granting.stream()
                                .filter(one -> one.resources().contains("*"))
                                .flatMap(one -> one.actions().stream())
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(PermissionsPage.kinds())
                .isEqualTo(
                        granting.stream()
                                .flatMap(one -> one.resources().stream())
                                .filter(one -> one.matches(".*:[a-z-]+/\\*"))
                                .map(one -> one.substring(one.lastIndexOf(':') + 1))
                                .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(PermissionsPage.policies())
                .isEqualTo(
                        policies.stream()
                                .map(Policy::name)
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void haveTheirPlaceholdersListedInTheDocument() {
        assertThat(PermissionsPage.placeholders())
                .isEqualTo(
                        policies.stream()
                                .flatMap(policy -> Policy.placeholders(policy.name()).stream())
                                .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void areFilledByTheScriptAsTheyAreHere() throws IOException {
        for (String tool : List.of("bash", "envsubst")) {
            Assumptions.assumeTrue(Tool.isInstalled(tool), tool + " is not installed");
        }
        for (Policy policy : policies) {
            Tool.Result filled =
                    Tool.run(
                            Repository.path(""),
                            Policy.VALUES,
                            List.of("deploy/fill", "deploy/iam/%s.json".formatted(policy.name())));
            assertThat(new JsonMapper().readTree(filled.output())).isEqualTo(policy.document());
        }
    }

    @Test
    void allowAndNeverDeny() {
        // What is denied is what is not allowed: a Deny would hide what another policy adds.
        assertThat(statements)
                .allMatch(one -> one.rest().required("Effect").asText().equals("Allow"))
                .noneMatch(one -> one.rest().has("NotAction") || one.rest().has("NotResource"));
    }

    private Map<String, Iam.Action> actions() {
        return Iam.actions(
                statements.stream().flatMap(one -> one.actions().stream()).distinct().toList());
    }
}

package com.travelbuddy.delivery.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.policies.Iam.Request;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Whether the roles may do what the programs do, and no more. */
final class AwsCallsTest {

    private static final String COMMANDS = "com.travelbuddy.reversesync.command.";
    private static final Policy RUN = Policy.named("reverse-sync-run");
    private static final Policy APPLY = Policy.named("reverse-sync-apply");
    private static final Policy RELOAD = Policy.named("reverse-sync-reload");
    private static final Policy TEARDOWN = Policy.named("reverse-sync-teardown");
    private static final Policy STATUS = Policy.named("reverse-sync-status");

    private static final AwsCalls SERVICE =
            AwsCalls.of(
                    "service/target/flightspecials-service.jar",
                    "aws-secretsmanager-jdbc",
                    "aws-secretsmanager-caching-java",
                    "aws-msk-iam-auth");
    private static final AwsCalls REVERSE_SYNC =
            AwsCalls.of("reverse-sync/target/reverse-sync.jar");

    @Test
    void theServiceMayDoWhatItDoes() {
        Set<String> calls = new TreeSet<>(SERVICE.all());
        // Of the Kafka login while it is debugged; AWS asks for no right to it.
        assertThat(calls.remove("sts:GetCallerIdentity")).isTrue();
        assertThat(Resources.OF_THE_SERVICE).containsOnlyKeys(calls);
        List<Request> requests =
                Resources.OF_THE_SERVICE.entrySet().stream()
                        .flatMap(
                                one ->
                                        one.getValue().stream()
                                                .map(arn -> Resources.request(one.getKey(), arn)))
                        .toList();
        assertThat(Iam.refused(requests, Policy.named("service"))).isEmpty();
    }

    @Test
    void theServiceReadsNobodyElsesSecretsAndParameters() {
        List<Request> others =
                List.of(
                        Resources.request(
                                "secretsmanager:GetSecretValue", Resources.SYNC_SECRETS.getFirst()),
                        Resources.request(
                                "ssm:GetParametersByPath",
                                Resources.arn("ssm", "parameter/flightspecials-other")),
                        Resources.request(
                                "ssm:GetParametersByPath", Resources.arn("ssm", "parameter/")));
        assertThat(Iam.refused(others, Policy.named("service"))).isEqualTo(others);
    }

    @ParameterizedTest
    @CsvSource({
        "Mapping,  status",
        "Status,   status",
        "Serve,    status",
        "Verify,   status",
        "Check,    run",
        "Plan,     run",
        "Stop,     run",
        "Resume,   run",
        "Apply,    apply",
        "Run,      apply",
    })
    void aCommandMayDoWhatItDoes(String command, String policy) {
        Set<String> calls = new TreeSet<>(REVERSE_SYNC.from(COMMANDS + command + "Command"));
        assertThat(calls).contains("secretsmanager:GetSecretValue");
        if (policy.equals("apply")) {
            // A reload that is asked for by name has a policy of its own.
            assertThat(calls.remove("dms:ReloadTables")).isTrue();
        }
        assertThat(refused(calls, Policy.named("reverse-sync-" + policy))).isEmpty();
    }

    @Test
    void aTeardownMayBeDoneWithoutTheTargetsSecret() {
        Set<String> calls = new TreeSet<>(REVERSE_SYNC.from(COMMANDS + "DestroyCommand"));
        // For the slots, which are the source's.
        assertThat(calls.remove("secretsmanager:GetSecretValue")).isTrue();
        assertThat(refused(calls, TEARDOWN)).isEmpty();
        List<Request> requests =
                Resources.SYNC_SECRETS.stream()
                        .map(one -> Resources.request("secretsmanager:GetSecretValue", one))
                        .toList();
        assertThat(Iam.refused(requests, TEARDOWN)).containsExactly(requests.getLast());
    }

    @Test
    void aReloadMayBeDoneByWhoeverMayRunAndReload() {
        Set<String> calls = REVERSE_SYNC.from(COMMANDS + "ReloadCommand");
        assertThat(calls).contains("dms:ReloadTables");
        assertThat(refused(calls, RUN, RELOAD)).isEmpty();
    }

    /** A command that is not listed above, or code that no command comes to, is none's business. */
    @Test
    void allThatTheReverseSyncCallsIsAllowedToOneOfItsRoles() {
        assertThat(refused(REVERSE_SYNC.all(), APPLY, RELOAD, TEARDOWN)).isEmpty();
    }

    @Test
    void nothingIsAllowedThatNobodyCalls() {
        Set<String> calls = REVERSE_SYNC.all();
        assertThat(
                        Stream.of(STATUS, RUN, APPLY, RELOAD, TEARDOWN)
                                .flatMap(policy -> actions(policy).stream())
                                .filter(action -> !calls.contains(action))
                                .distinct())
                .containsExactlyInAnyOrder(
                        // What DMS does in the name of whoever asks for an instance or endpoint.
                        "ec2:CreateNetworkInterface",
                        "ec2:DeleteNetworkInterface",
                        "ec2:DescribeAvailabilityZones",
                        "ec2:DescribeInternetGateways",
                        "ec2:DescribeSecurityGroups",
                        "ec2:DescribeSubnets",
                        "ec2:DescribeVpcs",
                        "ec2:ModifyNetworkInterfaceAttribute",
                        "iam:GetRole",
                        "iam:PassRole",
                        "secretsmanager:DescribeSecret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reverse-sync-status", "reverse-sync-run", "reverse-sync-apply"})
    void onlyTheTeardownDeletes(String policy) {
        assertThat(actions(Policy.named(policy)))
                .noneMatch(action -> action.startsWith("dms:Delete"));
        Set<String> deleting = new TreeSet<>(actions(TEARDOWN));
        deleting.removeIf(action -> !action.startsWith("dms:Delete"));
        assertThat(refused(deleting, Policy.named(policy))).containsExactlyElementsOf(deleting);
    }

    @Test
    void onlyWhoeverAppliesMakesAndChanges() {
        for (Policy policy : List.of(STATUS, RUN, RELOAD, TEARDOWN)) {
            assertThat(actions(policy))
                    .as(policy.name())
                    .noneMatch(action -> action.matches("dms:(Create|Modify|Add).*|iam:.*|ec2:.*"));
        }
    }

    @Test
    void whoeverOnlyLooksChangesNothing() {
        assertThat(Iam.actions(actions(STATUS)).values())
                .hasSameSizeAs(actions(STATUS))
                .allMatch(action -> action.accessLevel().matches("Read|List"));
    }

    @Test
    void onlyTheNoteOfAnInterruptedChangeIsTakenFromATask() {
        Request other =
                new Request(
                        "dms:RemoveTagsFromResource",
                        Resources.arn("dms", "task:reverse-sync"),
                        Map.of("aws:TagKeys", List.of("reverse-sync-restart", "owner")));
        assertThat(Iam.refused(List.of(other), RUN)).containsExactly(other);
    }

    @ParameterizedTest
    @ValueSource(strings = {"task:another", "task:reverse-sync-2"})
    void anotherTaskIsOutOfReach(String task) {
        List<Request> requests =
                Stream.of("dms:StopReplicationTask", "dms:DeleteReplicationTask")
                        .map(action -> Resources.request(action, Resources.arn("dms", task)))
                        .toList();
        assertThat(Iam.refused(requests, APPLY, TEARDOWN)).isEqualTo(requests);
    }

    private static Set<String> actions(Policy policy) {
        Set<String> actions = new TreeSet<>();
        policy.statements().forEach(one -> actions.addAll(one.actions()));
        return actions;
    }

    /** By name, the calls that are not allowed for all that they are about. */
    private static Set<String> refused(Set<String> calls, Policy... policies) {
        Map<String, Iam.Action> known = Iam.actions(calls);
        assertThat(known).as("known to AWS").containsOnlyKeys(calls);
        List<Request> requests =
                calls.stream().flatMap(call -> Resources.requests(call, known.get(call))).toList();
        assertThat(requests.stream().map(Request::action).distinct())
                .containsExactlyInAnyOrderElementsOf(calls);
        Set<String> refused = new TreeSet<>();
        Iam.refused(requests, policies).forEach(request -> refused.add(request.action()));
        return refused;
    }
}

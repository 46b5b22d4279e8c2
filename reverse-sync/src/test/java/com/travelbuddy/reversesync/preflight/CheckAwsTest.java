package com.travelbuddy.reversesync.preflight;

import static com.travelbuddy.reversesync.preflight.Severity.ERROR;
import static com.travelbuddy.reversesync.preflight.Severity.INFO;
import static com.travelbuddy.reversesync.preflight.Severity.WARNING;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;

import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

class CheckAwsTest {

    @Test
    void hasDmsConnectToBothDatabases() {
        try (Flights flights = new Flights();
                DmsResources dms = new DmsResources(flights)) {
            dms.postgres(flights.task() + "-source", ReplicationEndpointTypeValue.SOURCE);
            dms.mariaDb(flights.task() + "-target");
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(ERROR)).isEmpty();
            assertThat(checked.ids(INFO)).doesNotContain("connection-later");
            assertThat(Checked.of(flights, "--no-connection-tests").ids(INFO))
                    .contains("connection-skipped");

            LocalCloud.dms()
                    .faults(
                            """
                            {"connections": [
                              {"endpoint": "%s-target", "message": "no route to the monolith"}]}
                            """
                                    .formatted(flights.task()));
            try {
                Checked failed = Checked.of(flights);
                assertThat(failed.ids(ERROR)).containsExactly("connection");
                assertThat(failed.evidence("connection")).contains("no route to the monolith");
            } finally {
                LocalCloud.dms().faults("{}");
            }
        }
    }

    @Test
    void testsNoConnectionOfAnInstanceThatIsNotAvailable() {
        try (Flights flights = new Flights();
                DmsResources dms = new DmsResources(flights)) {
            dms.postgres(flights.task() + "-source", ReplicationEndpointTypeValue.SOURCE);
            dms.mariaDb(flights.task() + "-target");
            try {
                state(flights, "storage-full");
                Checked checked = Checked.of(flights);
                assertThat(checked.evidence("instance-state")).contains("is storage-full");
                assertThat(checked.ids(WARNING)).contains("instance-state");
            } finally {
                state(flights, "available");
                LocalCloud.dms().faults("{}");
            }
        }
    }

    @Test
    void findsTasksThatLoopOrWriteTheSameTable() {
        try (Flights flights = new Flights();
                DmsResources dms = new DmsResources(flights)) {
            String task = flights.task();
            String source = dms.postgres(task + "-a", ReplicationEndpointTypeValue.SOURCE);
            String target = dms.mariaDb(task + "-b");
            dms.task(
                    task + "-second",
                    source,
                    target,
                    """
                    {"rules": [
                      {"rule-type": "selection", "rule-id": "1", "rule-name": "s",
                       "rule-action": "include", "object-locator":
                       {"schema-name": "travelbuddy", "table-name": "flight%%"}},
                      {"rule-type": "transformation", "rule-id": "2", "rule-name": "r",
                       "rule-target": "schema", "rule-action": "rename", "value": "%s",
                       "object-locator": {"schema-name": "travelbuddy"}}]}
                    """
                            .formatted(flights.name()));
            // DMS Local has no sources of MySQL: only the address tells that it is the monolith's.
            String monolith =
                    dms.endpoint(
                            task + "-c",
                            ReplicationEndpointTypeValue.SOURCE,
                            "postgres",
                            LocalCloud.mariaDb().port());
            dms.task(
                    task + "-chain",
                    monolith,
                    target,
                    """
                    {"rules": [
                      {"rule-type": "selection", "rule-id": "1", "rule-name": "s",
                       "rule-action": "include", "object-locator":
                       {"schema-name": "%s", "table-name": "%%"}},
                      {"rule-type": "transformation", "rule-id": "2", "rule-name": "r",
                       "rule-target": "schema", "rule-action": "rename", "value": "elsewhere",
                       "object-locator": {"schema-name": "%s"}}]}
                    """
                            .formatted(flights.name(), flights.name()));
            Checked checked = Checked.of(flights);
            assertThat(checked.evidence("second-task"))
                    .contains("task %s-second (ready) writes".formatted(task));
            assertThat(checked.evidence("task-chain")).contains(task + "-chain (ready) reads");

            // The same place as source and target of this sync, the other way round.
            flights.set("dms.source-endpoint.port", Integer.toString(LocalCloud.mariaDb().port()));
            Checked loop = Checked.of(flights);
            assertThat(loop.ids(ERROR)).containsExactly("loop");
            assertThat(loop.evidence("loop")).contains(task + "-chain");
        }
    }

    @Test
    void tellsWhatItMayNotSeeAndWhatIsMissing() {
        try (Flights flights = new Flights()) {
            flights.set("dms.subnet-group.subnets", "subnet-a");
            LocalCloud.dms()
                    .faults(
                            """
                            {"faults": [{"operation": "DescribeAccountAttributes",
                              "code": "AccessDeniedException", "message": "not you",
                              "times": 1, "when": "before"}]}
                            """);
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(ERROR)).containsExactly("subnet-group");
            assertThat(checked.evidence("not-checked")).contains("not you");
            assertThat(checked.remedy("not-checked")).contains("dms:DescribeAccountAttributes");

            LocalCloud.dms()
                    .faults(
                            """
                            {"faults": [{"operation": "DescribeReplicationTasks",
                              "code": "AccessDeniedException", "message": "not you",
                              "times": 1, "when": "before"}]}
                            """);
            assertThat(Checked.of(flights).ids(ERROR)).containsExactly("aws-unreachable");
        }
    }

    @Test
    void tellsWhenAQuotaIsTooSmall() {
        Notes notes = new Notes(Area.AWS, new ArrayList<>(), new AtomicInteger());
        Quotas quotas = new Quotas(null, Map.of("Endpoints", 2), notes);
        quotas.compare("Endpoints", 998, 1000);
        quotas.compare("ReplicationInstances", 60, 60);
        assertThat(notes.findings()).isEmpty();
        quotas.compare("Endpoints", 999, 1000);
        assertThat(notes.findings())
                .extracting(Finding::evidence)
                .containsExactly("Endpoints: 999 of 1000 are used, 2 more are needed");
    }

    @Test
    void knowsAnAddressByServerOrSecret() {
        Address byServer = address("DB.example", 3306, null);
        assertThat(byServer.isSameAs(address("db.example", 3306, null))).isTrue();
        assertThat(byServer.isSameAs(address("db.example", 3307, null))).isFalse();
        Address byName = address(null, 3306, "monolith/dms");
        Address byArn =
                address(
                        null,
                        5432,
                        "arn:aws:secretsmanager:us-east-1:000000000000:secret:monolith/dms-a1B2c3");
        assertThat(byName.isSameAs(byArn)).isTrue();
        assertThat(byArn.isSameAs(byName)).isTrue();
        assertThat(byArn.isSameAs(address(null, 5432, "other/dms"))).isFalse();
        assertThat(byServer.isSameAs(byName)).isFalse();
    }

    private static Address address(String host, int port, String secret) {
        return new Address(
                Optional.ofNullable(host), Optional.of(port), Optional.ofNullable(secret));
    }

    private static void state(Flights flights, String state) {
        LocalCloud.dms()
                .faults(
                        """
                        {"instances": [{"instance": "%s", "state": "%s"}]}
                        """
                                .formatted(flights.task(), state));
    }
}

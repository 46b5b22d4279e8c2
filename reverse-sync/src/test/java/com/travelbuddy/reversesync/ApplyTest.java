package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code plan} shows and {@code apply} makes of it. */
class ApplyTest {

    private final Flights flights = new Flights();

    @AfterEach
    void leaveNothing() {
        assertThat(flights.run("destroy", "--confirm", flights.task()).exitCode()).isZero();
        flights.close();
    }

    @Test
    void createsAllForAnEmptyTargetAndThenHasNothingToDo() {
        Cli.Result before = flights.run("plan");
        assertThat(before.exitCode()).as(before.err()).isEqualTo(10);
        assertThat(before.out())
                .contains("+ task " + flights.task())
                .contains("+ task.MigrationType: full-load-and-cdc")
                .contains("PostgreSQLSettings.Password: ***")
                .doesNotContain("SlotName");

        Cli.Result applied = flights.run("apply", "-o", "json");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(applied.result().get("status").asText()).isEqualTo("ready");

        Cli.Result after = flights.run("plan");
        assertThat(after.exitCode()).as(after.out()).isZero();
        assertThat(after.out()).contains("Nothing to do").contains("= task " + flights.task());
    }

    @Test
    void readsAFilledTargetsChangesFromASlotThatIsThereBeforeTheTask() {
        flights.addSpecials(1, 3).levelTarget();

        Cli.Result applied = flights.run("apply");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(applied.out()).contains("+ slot " + flights.slot());
        assertThat(
                        flights.fromSource(
                                "SELECT plugin, active FROM pg_replication_slots WHERE slot_name = '%s'"
                                        .formatted(flights.slot())))
                .containsExactly("test_decoding,f");

        Cli.Result after = flights.run("plan");
        assertThat(after.exitCode()).as(after.out()).isZero();
    }

    @Test
    void showsTlsAndAccessOfTheEndpointsAndNoSecret() {
        flights.set("dms.source-endpoint.tls", "verify-full")
                .set("dms.source-endpoint.certificate-arn", "arn:aws:dms:us-east-1:1:cert:ca")
                .set("dms.target-endpoint.tls", "verify-ca")
                .set("dms.target-endpoint.certificate-arn", "arn:aws:dms:us-east-1:1:cert:ca")
                .set("dms.target-endpoint.secret", "monolith")
                .set("dms.target-endpoint.access-role", "arn:aws:iam::1:role/dms-secrets")
                .set("dms.tags.team", "flights");

        Cli.Result plan = flights.run("plan");

        assertThat(plan.exitCode()).as(plan.err()).isEqualTo(10);
        assertThat(plan.out())
                .contains("+ source-endpoint.SslMode: verify-full")
                .contains("+ source-endpoint.CertificateArn: arn:aws:dms:us-east-1:1:cert:ca")
                .contains("+ source-endpoint.PostgreSQLSettings.CaptureDdls: false")
                .contains("+ target-endpoint.SslMode: verify-ca")
                .contains("+ target-endpoint.MySQLSettings.SecretsManagerSecretId: monolith")
                .contains("+ instance.PubliclyAccessible: false")
                .doesNotContain("MySQLSettings.ServerName")
                .doesNotContain("MySQLSettings.DatabaseName")
                .doesNotContain("Password: " + LocalPostgres.PASSWORD);
        assertThat(flights.run("destroy", "--confirm", flights.task()).out())
                .contains("there was nothing to delete");
    }
}

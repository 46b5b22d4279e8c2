package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Cloud;
import com.travelbuddy.reversesync.support.FaultyProxy;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What {@code apply} makes of refusals, silence, and states that do not come. */
class ApplyFailuresTest {

    private static LocalCloud.Dms dms;
    private static Path secrets;
    private FaultyProxy proxy;
    private Flights flights;

    @BeforeAll
    static void startDms() throws IOException {
        secrets = Files.createTempDirectory("reverse-sync-secrets");
        dms = new LocalCloud.Dms("--secrets", secrets.toString());
    }

    @AfterAll
    static void stopDms() throws IOException {
        dms.close();
        try (var files = Files.list(secrets)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(secrets);
    }

    @BeforeEach
    void start() {
        proxy = new FaultyProxy(dms.uri());
        flights = new Flights().set("dms.endpoint", proxy.uri().toString());
    }

    @AfterEach
    void stop() {
        dms.faults("{}");
        proxy.close();
        flights.close();
    }

    private void done(String... command) {
        Cli.Result result = flights.run(command);
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    }

    @Test
    void aThrottledRequestIsMadeAgain() {
        dms.faults(
                """
                {"faults":[{"operation":"CreateReplicationTask","code":"ThrottlingException",
                  "message":"Rate exceeded","times":6},
                 {"operation":"DescribeEndpoints","code":"RequestLimitExceeded","times":7}]}
                """);
        done("apply");
    }

    @Test
    void aRoleThatHasNotArrivedIsWaitedFor() {
        dms.faults(
                """
                {"faults":[{"operation":"CreateReplicationSubnetGroup","code":"AccessDeniedFault",
                  "message":"The IAM Role arn:aws:iam::1:role/dms-vpc-role is not configured properly.",
                  "times":4}]}
                """);
        done("apply");
    }

    @Test
    void anotherRefusalEndsIt() {
        dms.faults(
                """
                {"faults":[{"operation":"CreateReplicationSubnetGroup","code":"AccessDeniedFault",
                  "message":"User is not authorized"}]}
                """);
        Cli.Result applied = flights.run("apply");
        assertThat(applied.exitCode()).isEqualTo(8);
        assertThat(applied.err())
                .contains("dms:CreateReplicationSubnetGroup")
                .contains("not authorized");
    }

    @Test
    void silenceIsBorneForAWhile() {
        proxy.failFirst("CreateEndpoint", 8, FaultyProxy.Fault.DONE_BUT_UNANSWERED);
        done("apply");
        proxy.failFirst("DescribeReplicationTasks", 8, FaultyProxy.Fault.LOST);
        done("apply");
    }

    @Test
    void whatDmsMeetsAtADatabaseIsTold() throws IOException {
        Path wrong = Files.writeString(secrets.resolve("wrong"), "not the password");
        flights.set("dms.source-endpoint.username", LocalPostgres.USERNAME)
                .set("dms.source-endpoint.password-file", wrong.toString());
        dms.faults(
                "{\"connections\":[{\"endpoint\":\"%s-target\",\"message\":\"no route, said the test\"}]}"
                        .formatted(flights.task()));
        Cli.Result applied = flights.run("apply");
        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.err())
                .contains("DMS cannot connect to the endpoint " + flights.task())
                .doesNotContain("not the password");
        Cli.Result plan = flights.run("plan");
        assertThat(plan.out()).contains("-connection.Status: failed -> successful");

        dms.faults("{}");
        flights.set("dms.source-endpoint.username", null)
                .set("dms.source-endpoint.password-file", null);
        done("apply", "--update-passwords");
    }

    @Test
    void anInstanceThatDoesNotBecomeAvailableIsNotAwaitedForever() {
        done("apply");
        force("modifying");
        flights.set("dms.timeout", "300ms");

        Cli.Result applied = flights.run("apply");

        assertThat(applied.exitCode()).as(applied.err()).isEqualTo(9);
        assertThat(applied.err()).contains("instance " + flights.task()).contains("modifying");
    }

    @Test
    void anInstanceThatWillNeverBeAvailableIsNotAwaitedAtAll() {
        done("apply");
        force("storage-full");

        Cli.Result applied = flights.run("apply");

        assertThat(applied.exitCode()).isEqualTo(3);
        assertThat(applied.err()).contains("storage-full");
    }

    private void force(String state) {
        dms.faults(
                "{\"instances\":[{\"instance\":\"%s\",\"state\":\"%s\"}]}"
                        .formatted(flights.task(), state));
    }

    @Test
    void endpointsTakeTheirAccessFromSecrets() throws IOException {
        for (String side : new String[] {"source", "target"}) {
            boolean source = side.equals("source");
            Files.writeString(
                    secrets.resolve(side),
                    "{\"username\":\"%s\",\"password\":\"%s\",\"host\":\"127.0.0.1\",\"port\":%d}"
                            .formatted(
                                    source ? LocalPostgres.USERNAME : LocalMariaDb.USERNAME,
                                    source ? LocalPostgres.PASSWORD : LocalMariaDb.PASSWORD,
                                    source
                                            ? LocalCloud.postgres().port()
                                            : LocalCloud.mariaDb().port()));
            flights.set("dms.%s-endpoint.secret".formatted(side), side)
                    .set(
                            "dms.%s-endpoint.access-role".formatted(side),
                            "arn:aws:iam::000000000000:role/dms-secrets");
        }

        done("apply");

        done("plan");
        try (Cloud cloud = new Cloud(flights)) {
            assertThat(cloud.state().toString())
                    .contains("SecretsManagerSecretId=source")
                    .doesNotContain("ServerName");
        }
        flights.set("dms.source-endpoint.secret", null)
                .set("dms.source-endpoint.access-role", null);
        done("apply");
        done("plan");
    }

    @Test
    void aFullLoadIntoAFilledTargetIsRefused() {
        flights.addSpecials(1, 1).levelTarget().set("dms.migration-type", "full-load-and-cdc");

        for (String command : new String[] {"plan", "apply"}) {
            Cli.Result refused = flights.run(command);
            assertThat(refused.exitCode()).isEqualTo(7);
            assertThat(refused.err()).contains("flightspecial").contains("verify --repair");
        }
    }
}

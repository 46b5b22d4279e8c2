package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Cloud;
import com.travelbuddy.reversesync.support.FaultyProxy;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.time.Duration;

/** What {@code plan} sees of changes, and which of them {@code apply} makes. */
class ApplyChangesTest {

    private FaultyProxy proxy;
    private Flights flights;
    private Cloud cloud;

    @BeforeEach
    void applied() {
        proxy = new FaultyProxy(LocalCloud.dms().uri());
        flights = new Flights().set("dms.endpoint", proxy.uri().toString());
        flights.addSpecials(1, 2).levelTarget();
        cloud = new Cloud(flights);
        done("apply");
    }

    @AfterEach
    void leaveNothing() {
        done("destroy", "--confirm", flights.task());
        cloud.close();
        flights.close();
        proxy.close();
    }

    private Cli.Result done(String... command) {
        Cli.Result result = flights.run(command);
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
        return result;
    }

    private Cli.Result refused(String... command) {
        Cli.Result result = flights.run(command);
        assertThat(result.exitCode()).as(result.err() + result.out()).isEqualTo(7);
        return result;
    }

    private void start() {
        cloud.start(StartReplicationTaskTypeValue.START_REPLICATION);
        awaitStatus("running");
    }

    private void awaitStatus(String status) {
        await().atMost(Duration.ofSeconds(30)).until(() -> cloud.task().status(), status::equals);
    }

    private void driftSettings() {
        cloud.dms.modifyReplicationTask(
                request ->
                        request.replicationTaskArn(cloud.task().replicationTaskArn())
                                .replicationTaskSettings(
                                        "{\"ErrorBehavior\":{\"DataErrorPolicy\":\"LOG_ERROR\"}}"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> !cloud.task().status().equals("modifying"));
    }

    private void anotherMapping() {
        flights.declare(
                """
                tables:
                  - source: travelbuddy.flightspecial
                    columns:
                      expiry_date: {to: expiryDate, as: epoch-millis, zone: '+09:00', null: fail}
                    drop: [version, updated_at]
                """);
    }

    @Test
    void aSecondApplyAsksForNoChange() {
        proxy.heal();
        done("apply");
        assertThat(proxy.calls()).isNotEmpty().noneMatch(FaultyProxy::isChange);
    }

    @Test
    void aSettingThatDriftedIsShownAndSetBackWithTheTaskStoppedForIt() {
        start();
        done("stop");
        driftSettings();
        done("resume");

        Cli.Result plan = flights.run("plan");
        assertThat(plan.exitCode()).isEqualTo(10);
        assertThat(plan.out())
                .contains(
                        "~ task.settings.ErrorBehavior.DataErrorPolicy: LOG_ERROR -> SUSPEND_TABLE");
        assertThat(flights.run("plan", "-o", "json").result().toString())
                .contains("\"path\":\"task.settings.ErrorBehavior.DataErrorPolicy\"");
        assertThat(refused("apply").err()).contains("--stop-to-change");
        assertThat(cloud.task().status()).isEqualTo("running");

        Cli.Result changed = done("apply", "--stop-to-change");

        assertThat(changed.out()).contains("runs again");
        assertThat(cloud.task().status()).isEqualTo("running");
        done("plan");
    }

    @Test
    void aTaskThatIsStoppedStaysSoWhenItsSettingsAreChanged() {
        start();
        done("stop");
        driftSettings();

        Cli.Result changed = done("apply");

        assertThat(changed.out()).contains("resume has it go on");
        assertThat(cloud.task().status()).isEqualTo("stopped");
        done("plan");
    }

    @Test
    void aChangedMappingOfATaskThatHasRunNeedsADecision() {
        start();
        anotherMapping();

        assertThat(flights.run("plan").out())
                .contains("~ task.mapping.add-flightspecial-expiryDate");
        assertThat(refused("apply", "--stop-to-change").err())
                .contains("--restart=resume")
                .contains("verify --repair")
                .contains("--restart=reload");
        assertThat(refused("apply", "--restart=reload", "--confirm", flights.task()).err())
                .contains("changes only");
        assertThat(cloud.task().status()).isEqualTo("running");

        done("apply", "--restart=resume");

        assertThat(cloud.task().status()).isEqualTo("running");
        assertThat(cloud.task().tableMappings()).contains("-9 hours");
        done("plan");
    }

    @Test
    void aMappingMayChangeAsLongAsTheTaskHasNotRun() {
        anotherMapping();

        done("apply");

        assertThat(cloud.task().status()).isEqualTo("ready");
        assertThat(cloud.task().tableMappings()).contains("-9 hours");
    }

    @Test
    void anEndpointOfARunningTaskIsChangedWithTheTaskStopped() {
        start();
        flights.set("dms.target-endpoint.host", "localhost");

        assertThat(flights.run("plan").out())
                .contains("~ target-endpoint.MySQLSettings.ServerName: 127.0.0.1 -> localhost");
        assertThat(refused("apply").err()).contains("--stop-to-change");

        done("apply", "--stop-to-change");

        assertThat(cloud.task().status()).isEqualTo("running");
        done("plan");
        flights.addSpecials(3, 1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () ->
                                assertThat(flights.fromTarget("SELECT COUNT(*) FROM flightspecial"))
                                        .containsExactly("3"));
    }

    @Test
    void aPasswordThatCannotBeComparedIsGivenAgainWhenAsked() {
        start();
        assertThat(flights.run("plan").out()).contains("the password is not compared");
        assertThat(refused("apply", "--update-passwords").err()).contains("--stop-to-change");
        proxy.heal();

        done("apply", "--update-passwords", "--stop-to-change");

        assertThat(proxy.calls().stream().filter("ModifyEndpoint"::equals)).hasSize(2);
        assertThat(cloud.task().status()).isEqualTo("running");
    }

    @Test
    void anInstanceIsForSomebodyElseToChange() {
        flights.set("dms.instance.storage", "77");

        Cli.Result plan = done("plan");

        assertThat(plan.out()).contains("? instance.AllocatedStorage: 50 -> 77");
    }

    @Test
    void aTaskCannotBecomeOneOfAnotherType() {
        flights.set("dms.migration-type", "full-load-and-cdc");

        assertThat(flights.run("plan").out())
                .contains("! task.MigrationType: cdc -> full-load-and-cdc");
        assertThat(refused("apply").err()).contains("destroy");
    }

    @Test
    void anOperatorsStopEndsAChangeThatWasInterrupted() {
        start();
        anotherMapping();
        proxy.failFirst("ModifyReplicationTask", 1, FaultyProxy.Fault.REFUSED);
        assertThat(flights.run("apply", "--restart=resume").exitCode()).isEqualTo(8);
        proxy.heal();
        assertThat(cloud.state()).anyMatch(text -> text.contains("reverse-sync-restart"));

        done("stop");
        done("apply", "--restart=resume");

        // The mapping is changed by a decision of its own.
        assertThat(cloud.task().status()).isEqualTo("running");
    }

    @Test
    void aSlotThatIsGoneBeforeTheFirstStartIsMadeAgain() {
        flights.atSource("SELECT pg_drop_replication_slot('%s')".formatted(flights.slot()));
        String before = cloud.task().cdcStartPosition();
        flights.addSpecials(3, 1);
        assertThat(flights.run("plan").out()).contains("+ slot " + flights.slot());

        done("apply");

        assertThat(cloud.task().cdcStartPosition()).isNotEqualTo(before);
        done("plan");
        start();
    }
}

package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.Ports;
import com.travelbuddy.local.servers.ServerProcess.Signal;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;
import com.travelbuddy.reversesync.support.Program;
import com.travelbuddy.reversesync.support.RunningTask;
import com.travelbuddy.reversesync.support.Verifications;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Each verdict, by a task, a source and a target that really are that way. */
final class StatusTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void isHealthyWhenAllIsWell() {
        try (Flights flights = new Flights();
                var _ = new RunningTask(flights)) {
            flights.addSpecials(1, 3);
            awaitRows(flights, 3);
            Verifications.log(flights, "UTC_TIMESTAMP(3)", 0);

            JsonNode result = awaitVerdict(flights, "healthy", 0);
            assertThat(result.at("/judgement/reasons")).isEmpty();
            assertThat(result.at("/judgement/advice")).isEmpty();
            assertThat(result.at("/lag/seconds").isNumber()).isTrue();
            JsonNode dms = result.at("/observation/dms/value");
            assertThat(dms.at("/task/status").asText()).isEqualTo("running");
            assertThat(dms.at("/instance/status").asText()).isEqualTo("available");
            assertThat(dms.at("/sourceConnection/status").asText()).isEqualTo("successful");
            assertThat(dms.at("/targetConnection/status").asText()).isEqualTo("successful");
            assertThat(dms.at("/tables/0/captured/inserts").asInt()).isEqualTo(3);
            assertThat(dms.at("/tables/0/applied/inserts").asInt()).isEqualTo(3);
            assertThat(result.at("/observation/slots/value/0/active").asBoolean()).isTrue();
            assertThat(result.at("/observation/cloudWatch/error").asText())
                    .isEqualTo("dms.cloudwatch is off");

            Cli.Result screen = flights.run("status");
            assertThat(screen.exitCode()).isZero();
            assertThat(screen.out())
                    .startsWith("HEALTHY  The target follows the source")
                    .contains("last verification", "all equal", "travelbuddy.flightspecial")
                    .doesNotContain("\u001b", "What to do next");
        }
    }

    @Test
    void tellsThatThereIsNoTask() {
        try (Flights flights = new Flights()) {
            JsonNode result = awaitVerdict(flights, "not-provisioned", 20);
            assertThat(result.at("/judgement/advice").toString()).contains("reverse-sync apply");
        }
    }

    @Test
    void tellsOfATableThatIsSuspendedWhileTheTaskRuns() {
        try (Flights flights = new Flights();
                var _ = new RunningTask(flights)) {
            flights.addSpecials(1, 1);
            awaitRows(flights, 1);
            flights.atTarget("ALTER TABLE flightspecial MODIFY header VARCHAR(10) NOT NULL");
            flights.addSpecials(1000, 1);

            awaitVerdict(flights, "table-suspended", 14);
            // The reason is in another place than the state, and comes a moment later.
            await().atMost(BOUND)
                    .untilAsserted(
                            () ->
                                    assertThat(flights.run("status").out())
                                            .startsWith("TABLE SUSPENDED")
                                            .contains("Table error", "'header'"));
            JsonNode result = awaitVerdict(flights, "table-suspended", 14);
            assertThat(result.at("/observation/dms/value/task/status").asText())
                    .isEqualTo("running");
            assertThat(result.at("/observation/target/value/suspended")).hasSize(1);
        }
    }

    @Test
    void tellsOfATaskThatHasEndedByAnError() {
        try (Flights flights = new Flights();
                var task =
                        new RunningTask(
                                flights,
                                MigrationTypeValue.CDC,
                                RunningTask.SETTINGS.replace("SUSPEND_TABLE", "STOP_TASK"))) {
            flights.addSpecials(1, 1);
            awaitRows(flights, 1);
            flights.atTarget("ALTER TABLE flightspecial MODIFY header VARCHAR(10) NOT NULL");
            flights.addSpecials(1000, 1);
            task.awaitStatus("failed");

            JsonNode result = awaitVerdict(flights, "task-failed", 15);
            assertThat(result.at("/judgement/sentence").asText()).contains("FATAL_ERROR", "header");
            assertThat(result.at("/judgement/advice").toString()).contains("reverse-sync resume");
        }
    }

    @Test
    void tellsAStoppedTaskFromOneThatWasNeverVerified() {
        try (Flights flights = new Flights();
                var task = new RunningTask(flights)) {
            assertThat(awaitVerdict(flights, "never-verified", 18).at("/judgement/reasons"))
                    .hasSize(1);

            task.stop();
            JsonNode stopped = awaitVerdict(flights, "stopped", 5);
            assertThat(stopped.at("/judgement/sentence").asText()).contains("NORMAL");
            assertThat(stopped.at("/judgement/reasons"))
                    .as("it was never verified either")
                    .hasSize(2);

            flights.set("status.max-slot-bytes", "1");
            flights.addSpecials(1, 100);
            JsonNode growing = awaitVerdict(flights, "slot-growing", 16);
            assertThat(growing.at("/judgement/sentence").asText()).contains("nobody reads it");
            assertThat(growing.at("/judgement/reasons").toString()).contains("The task is stopped");

            flights.set("status.max-slot-bytes", null);
            task.start(StartReplicationTaskTypeValue.RESUME_PROCESSING);
            awaitRows(flights, 100);
            awaitVerdict(flights, "never-verified", 18);
        }
    }

    @Test
    void isHealthyAfterAFullLoadThatHasCompleted() {
        try (Flights flights = new Flights()) {
            flights.addSpecials(1, 20);
            try (var task =
                    new RunningTask(flights, MigrationTypeValue.FULL_LOAD, RunningTask.SETTINGS)) {
                task.awaitStatus("stopped");
                JsonNode result = awaitVerdict(flights, "never-verified", 18);
                assertThat(result.at("/judgement/reasons")).hasSize(1);
                assertThat(result.at("/observation/dms/value/task/stopReason").asText())
                        .isEqualTo("FULL_LOAD_ONLY_FINISHED");
                assertThat(result.at("/observation/dms/value/tables/0/fullLoadRows").asInt())
                        .isEqualTo(20);
            }
        }
    }

    @Test
    void tellsOfALagWhileTheTargetIsHeldUpAndForgetsItAfterwards() throws SQLException {
        try (Flights flights = new Flights();
                var _ = new RunningTask(flights)) {
            flights.addSpecials(1, 1);
            awaitRows(flights, 1);
            flights.set("status.max-lag", "1s");
            try (Connection holder = flights.target();
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                statement.execute("SELECT * FROM flightspecial FOR UPDATE");
                flights.atSource("UPDATE travelbuddy.flightspecial SET header = 'held up'");

                JsonNode result = awaitVerdict(flights, "lagging", 4);
                assertThat(result.at("/lag/seconds").asDouble()).isGreaterThan(1);
                assertThat(result.at("/lag/pending").asBoolean()).isTrue();
                holder.rollback();
            }
            // An idle source has no lag, however long ago the last change was.
            awaitVerdict(flights, "never-verified", 18);
        }
    }

    @Test
    void countsChangesThatCouldNotBeAppliedSinceTheLastVerification() {
        try (Flights flights = new Flights();
                var _ =
                        new RunningTask(
                                flights,
                                MigrationTypeValue.CDC,
                                RunningTask.SETTINGS.replace("UPDATE_RECORD", "LOG_ERROR"))) {
            flights.addSpecials(1, 2);
            awaitRows(flights, 2);
            Verifications.log(flights, "UTC_TIMESTAMP(3)", 0);
            flights.atSource(
                    "UPDATE travelbuddy.flightspecial"
                            + " SET expiry_date = expiry_date + interval '1 microsecond' WHERE id = 2");
            flights.atTarget("DELETE FROM flightspecial WHERE id = 1");
            flights.atSource("UPDATE travelbuddy.flightspecial SET header = 'x' WHERE id = 1");

            JsonNode result = awaitVerdict(flights, "apply-exceptions", 17);
            JsonNode exceptions = result.at("/observation/target/value/applyExceptions");
            assertThat(exceptions.get("count").asInt()).isEqualTo(1);
            assertThat(exceptions.get("unchanged").asInt())
                    .as("an update by less than a millisecond changes nothing at the target")
                    .isEqualTo(1);
            assertThat(exceptions.at("/last/0/error").asText()).contains("no such row");

            Verifications.log(flights, "UTC_TIMESTAMP(3) + INTERVAL 2 SECOND", 0);
            awaitVerdict(flights, "healthy", 0);
        }
    }

    @Test
    void tellsOfDifferencesAndOfAnOldVerification() {
        try (Flights flights = new Flights();
                var _ = new RunningTask(flights)) {
            Verifications.log(flights, "UTC_TIMESTAMP(3) - INTERVAL 26 HOUR", 0);
            JsonNode old = awaitVerdict(flights, "verification-old", 19);
            assertThat(old.at("/judgement/sentence").asText()).contains("26 h old", "25 h");

            Verifications.log(flights, "UTC_TIMESTAMP(3)", 3);
            JsonNode result = awaitVerdict(flights, "differs", 6);
            assertThat(result.at("/judgement/sentence").asText()).contains("3 rows that differ");
            assertThat(result.at("/judgement/reasons")).hasSize(2);
            assertThat(result.at("/observation/target/value/differences/0/key").asText())
                    .isEqualTo("17");
        }
    }

    @Test
    void tellsWhichNeighbourIsGone() {
        try (LocalMariaDb mariaDb = LocalMariaDb.start(LocalMariaDb.Options.temporary());
                Flights flights =
                        new Flights(LocalCloud.postgres(), mariaDb, LocalCloud.dms().uri());
                var _ = new RunningTask(flights)) {
            mariaDb.stop();
            JsonNode gone = awaitVerdict(flights, "target-unreachable", 13);
            assertThat(gone.at("/observation/target/value").isNull()).isTrue();
            assertThat(gone.at("/observation/dms/value/task/status").asText()).isEqualTo("running");
            assertThat(flights.run("status").out()).startsWith("TARGET UNREACHABLE");

            mariaDb.start();
            awaitVerdict(flights, "never-verified", 18);

            flights.set("source.port", Integer.toString(Ports.free()));
            awaitVerdict(flights, "source-unreachable", 12);
            flights.set("dms.endpoint", "http://127.0.0.1:" + Ports.free());
            JsonNode both = awaitVerdict(flights, "source-unreachable", 12);
            assertThat(both.at("/judgement/reasons")).hasSize(3);
        }
    }

    @Test
    void tellsThatAwsGivesNoAnswer() {
        try (Flights flights = new Flights()) {
            flights.set("dms.endpoint", "http://127.0.0.1:" + Ports.free());
            JsonNode result = awaitVerdict(flights, "aws-unreachable", 8);
            assertThat(result.at("/observation/dms/error").asText())
                    .contains("dms:DescribeReplicationTasks");
        }
    }

    @Test
    void cloudWatchThatCannotBeAskedChangesNothing() {
        System.setProperty("aws.endpointUrlCloudWatch", "http://127.0.0.1:" + Ports.free());
        try (Flights flights = new Flights();
                var _ = new RunningTask(flights)) {
            flights.set("dms.cloudwatch", "true");
            JsonNode result = awaitVerdict(flights, "never-verified", 18);
            assertThat(result.at("/judgement/reasons")).hasSize(1);
            assertThat(result.at("/observation/cloudWatch/error").asText()).isNotEmpty();
            assertThat(flights.run("status").out()).contains("CloudWatch not available");
        } finally {
            System.clearProperty("aws.endpointUrlCloudWatch");
        }
    }

    @Test
    void watchesUntilItIsToldToEnd() {
        try (Flights flights = new Flights();
                Program watch = new Program(flights, "watch", "status", "--watch=1")) {
            await().atMost(BOUND)
                    .untilAsserted(
                            () ->
                                    assertThat(watch.output().lines())
                                            .hasSizeGreaterThan(1)
                                            .allMatch(
                                                    line ->
                                                            line.contains(
                                                                    " not-provisioned lag=")));
            assertThat(watch.output()).contains("changes/s applied");
            assertThat(watch.end(Signal.TERM)).isEqualTo(20);
        }
    }

    @Test
    void watchDoesNotGoWithJson() {
        try (Flights flights = new Flights()) {
            assertThat(flights.run("status", "--watch", "-o", "json").exitCode()).isEqualTo(2);
        }
    }

    private static JsonNode awaitVerdict(Flights flights, String verdict, int exitCode) {
        Cli.Result[] last = new Cli.Result[1];
        await().atMost(BOUND)
                .untilAsserted(
                        () -> {
                            last[0] = flights.run("status", "-o", "json");
                            assertThat(last[0].document().at("/result/judgement/verdict").asText())
                                    .as(last[0].out())
                                    .isEqualTo(verdict);
                        });
        assertThat(last[0].exitCode()).isEqualTo(exitCode);
        assertThat(last[0].document().get("exitCode").asInt()).isEqualTo(exitCode);
        return last[0].result();
    }

    private static void awaitRows(Flights flights, int count) {
        await().atMost(BOUND)
                .untilAsserted(
                        () ->
                                assertThat(flights.fromTarget("SELECT COUNT(*) FROM flightspecial"))
                                        .containsExactly(Integer.toString(count)));
    }
}

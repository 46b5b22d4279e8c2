package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.reversesync.aws.AwsClients;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.dms.FailedResourceException;
import com.travelbuddy.reversesync.dms.Outcome;
import com.travelbuddy.reversesync.dms.TaskLife;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Cloud;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.Writer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** How the task is started, stopped, resumed, reloaded and destroyed. */
class TaskLifeTest {

    private final Flights flights = new Flights();
    private final Cloud cloud = new Cloud(flights);

    @AfterEach
    void leaveNothing() {
        flights.run("destroy", "--confirm", flights.task());
        cloud.close();
        flights.close();
    }

    private void done(String... command) {
        Cli.Result result = flights.run(command);
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    }

    private Outcome start() {
        Settings settings = Settings.load(flights.config(), Map.of());
        try (AwsClients aws = new AwsClients(settings.dms());
                DmsApi dms = new DmsApi(aws.databaseMigration())) {
            return new TaskLife(
                            settings,
                            new Source(settings.source(), aws),
                            dms,
                            new Progress(
                                    new PrintWriter(Writer.nullWriter()), false, Clock.systemUTC()))
                    .start();
        }
    }

    private List<String> ids() {
        return flights.fromTarget("SELECT id FROM flightspecial ORDER BY id");
    }

    private void awaitRows(String... ids) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(ids()).containsExactly(ids));
    }

    @Test
    void startsForTheFirstTimeAndResumesFromThenOn() {
        flights.addSpecials(1, 2);
        done("apply");
        assertThat(start().did()).isEqualTo("started");
        assertThat(start().did()).isEqualTo("was running");
        awaitRows("1", "2");

        done("stop");
        assertThat(cloud.task().status()).isEqualTo("stopped");
        flights.addSpecials(3, 1);

        assertThat(start().did()).isEqualTo("resumed");
        awaitRows("1", "2", "3");
    }

    @Test
    void losesNoChangeBetweenApplyAndTheFirstStart() {
        flights.addSpecials(1, 2).levelTarget();
        done("apply");
        flights.addSpecials(3, 2);

        start();

        awaitRows("1", "2", "3", "4");
        assertThat(cloud.task().migrationTypeAsString()).isEqualTo("cdc");
    }

    @Test
    void aStopTellsWhatTheSlotKeeps() {
        flights.addSpecials(1, 1).levelTarget();
        done("apply");
        start();

        Cli.Result stopped = flights.run("stop", "-o", "json");

        assertThat(stopped.result().get("did").asText()).isEqualTo("stopped");
        assertThat(stopped.result().get("status").asText()).isEqualTo("stopped");
        assertThat(stopped.result().get("notes").get(0).asText())
                .contains(flights.slot())
                .contains("bytes");
        assertThat(flights.run("stop", "-o", "json").result().get("did").asText())
                .isEqualTo("was not running");
    }

    @Test
    void nothingIsStoppedOrResumedWhereNothingIs() {
        assertThat(flights.run("stop").exitCode()).isEqualTo(20);
        assertThat(flights.run("resume").exitCode()).isEqualTo(20);
        Cli.Result destroyed =
                flights.run("destroy", "--confirm", flights.task(), "--output", "json");
        assertThat(destroyed.exitCode()).isZero();
        assertThat(destroyed.result().get("did").asText()).isEqualTo("nothing to do");
    }

    @Test
    void aTaskThatHasNeverRunIsNotResumed() {
        done("apply");

        Cli.Result resumed = flights.run("resume");

        assertThat(resumed.exitCode()).isEqualTo(7);
        assertThat(resumed.err()).contains("never run");
        assertThat(cloud.task().status()).isEqualTo("ready");
    }

    @Test
    void aLoadThatDidNotEndIsNotPassedOverByAResume() {
        flights.addSpecials(1, 1);
        done("apply");
        // The load ends in an error of the table.
        flights.atTarget("ALTER TABLE flightspecial CHANGE COLUMN header heading VARCHAR(255)");
        try {
            start();
        } catch (FailedResourceException e) {
            assertThat(e.kind()).isNotEqualTo(FailedResourceException.Kind.RESOURCE);
        }
        assertThat(flights.run("stop").exitCode()).isZero();

        Cli.Result resumed = flights.run("resume");

        assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(7);
        assertThat(resumed.err()).contains("full load").contains("travelbuddy.flightspecial");
        assertThat(cloud.task().status()).isNotEqualTo("running");

        // Somebody knows better; the table is still in error.
        assertThat(flights.run("resume", "--load-complete").exitCode()).isEqualTo(14);
    }

    @Test
    void aTaskWhoseSlotIsGoneIsNotResumed() {
        flights.addSpecials(1, 1).levelTarget();
        done("apply");
        start();
        done("stop");
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(
                        () ->
                                flights.atSource(
                                        "SELECT pg_drop_replication_slot('%s')"
                                                .formatted(flights.slot())));

        Cli.Result resumed = flights.run("resume");

        assertThat(resumed.exitCode()).isEqualTo(7);
        assertThat(resumed.err()).contains("destroy").contains("verify --repair");
        assertThat(flights.run("plan").out()).contains("! slot " + flights.slot());
        assertThat(flights.run("apply").exitCode()).isEqualTo(7);
    }

    @Test
    void aReloadIsConfirmedByNameAndLoadsAgain() {
        flights.addSpecials(1, 2);
        done("apply");
        start();
        awaitRows("1", "2");
        flights.atTarget("DELETE FROM flightspecial WHERE id = 1");

        Cli.Result unconfirmed = flights.run("reload", "--confirm", "another");
        assertThat(unconfirmed.exitCode()).isEqualTo(7);
        assertThat(unconfirmed.err()).contains("lost").contains("--confirm " + flights.task());
        assertThat(ids()).containsExactly("2");

        done("reload", "--table", Flights.SOURCE_TABLE, "--confirm", flights.task());
        awaitRows("1", "2");

        flights.atTarget("DELETE FROM flightspecial WHERE id = 2");
        done("stop");
        assertThat(
                        flights.run(
                                        "reload",
                                        "--table",
                                        Flights.SOURCE_TABLE,
                                        "--confirm",
                                        flights.task())
                                .exitCode())
                .isEqualTo(7);
        done("reload", "--confirm", flights.task());
        awaitRows("1", "2");
    }

    @Test
    void aTaskForChangesOnlyIsNotReloaded() {
        flights.addSpecials(1, 1).levelTarget();
        done("apply");

        Cli.Result reloaded = flights.run("reload", "--confirm", flights.task());

        assertThat(reloaded.exitCode()).isEqualTo(7);
        assertThat(reloaded.err()).contains("verify --repair");
    }

    @Test
    void aDestructionIsConfirmedByNameAndLeavesTheTables() {
        flights.addSpecials(1, 2);
        done("apply");
        start();
        awaitRows("1", "2");
        String controlTables =
                "SELECT COUNT(*) > 0 FROM information_schema.TABLES WHERE TABLE_SCHEMA = '%s'"
                        .formatted(flights.controlSchema());
        assertThat(flights.fromTarget(controlTables)).containsExactly("1");

        Cli.Result unconfirmed = flights.run("destroy");
        assertThat(unconfirmed.exitCode()).isEqualTo(7);
        assertThat(unconfirmed.err())
                .contains(flights.slot())
                .contains("--confirm " + flights.task());
        assertThat(cloud.task().status()).isEqualTo("running");

        done("destroy", "--confirm", flights.task());

        assertThat(cloud.state()).isEmpty();
        assertThat(
                        flights.fromSource(
                                "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()"))
                .isEmpty();
        assertThat(ids()).containsExactly("1", "2");
        assertThat(flights.fromTarget(controlTables)).containsExactly("1");
    }

    @Test
    void aDestructionLeavesWhatOtherTasksUse() {
        try (Flights other = new Flights()) {
            done("apply");
            other.set("dms.instance.id", flights.task()).set("dms.subnet-group.id", flights.task());
            assertThat(other.run("apply").exitCode()).isZero();

            Cli.Result destroyed = flights.run("destroy", "--confirm", flights.task());

            assertThat(destroyed.exitCode()).as(destroyed.err()).isZero();
            assertThat(destroyed.out()).contains("are left: used by " + other.task());
            assertThat(cloud.state()).isNotEmpty();
            Cli.Result last = other.run("destroy", "--confirm", other.task());
            assertThat(last.exitCode()).as(last.err()).isZero();
            assertThat(cloud.state()).isEmpty();
        }
    }

    @Test
    void aDestructionLeavesTheSlotOfATaskOfASimilarName() {
        String first = flights.task() + "-of-two-tasks-a";
        String second = flights.task() + "-of-two-tasks-b";
        for (String task : new String[] {first, second}) {
            flights.set("dms.task", task);
            done("apply");
            start();
        }
        flights.set("dms.task", first);
        done("stop");

        flights.set("dms.task", second);
        Cli.Result destroyed = flights.run("destroy", "--confirm", second);

        assertThat(destroyed.exitCode()).as(destroyed.err()).isZero();
        assertThat(destroyed.out()).contains("it may be that of " + first);
        flights.set("dms.task", first);
        done("resume");
        done("destroy", "--confirm", first);
        assertThat(
                        flights.fromSource(
                                "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()"))
                .isEmpty();
    }

    @Test
    void theInstanceIsKeptWhenAsked() {
        done("apply");
        done("destroy", "--confirm", flights.task(), "--keep-instance");
        assertThat(cloud.state()).hasSize(2);
        done("destroy", "--confirm", flights.task());
        assertThat(cloud.state()).isEmpty();
    }
}

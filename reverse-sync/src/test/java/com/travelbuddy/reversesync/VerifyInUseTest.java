package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Execution;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a comparison does while others write, and when it or a database ends in its middle. */
class VerifyInUseTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    @Test
    void goesOnWhereItWasKilled() {
        try (Flights flights = new Flights()) {
            flights.addSpecials(1, 6_000).levelTarget();
            flights.set("verify.chunk-rows", "500");
            flights.atTarget("UPDATE flightspecial SET cost = -1 WHERE id IN (2, 300, 5999)");
            try (Execution killed =
                    new Execution(
                            flights.folder(),
                            "64m",
                            "verify",
                            "--rows-per-second",
                            "1000",
                            "--config",
                            flights.config().toString())) {
                await().atMost(BOUND)
                        .ignoreExceptions()
                        .until(
                                () ->
                                        Integer.parseInt(
                                                        flights.fromTarget(
                                                                        "SELECT row_count FROM "
                                                                                + flights
                                                                                        .controlSchema()
                                                                                + ".reverse_sync_verification")
                                                                .getFirst())
                                                >= 1_000);
                assertThat(killed.isAlive()).isTrue();
                killed.kill();
            }

            Cli.Result resumed = flights.run("verify", "-o", "json");

            assertThat(resumed.exitCode()).as(resumed.err()).isEqualTo(6);
            assertThat(resumed.err()).contains("Going on with the verification");
            assertThat(resumed.result().get("resumed").asBoolean()).isTrue();
            assertThat(resumed.result().at("/verification/rows").asInt()).isEqualTo(6_000);
            assertThat(resumed.result().get("differences"))
                    .extracting(one -> one.get("key").asText())
                    .containsExactlyInAnyOrder("2", "300", "5999");
            assertThat(flights.run("verify", "-o", "json").result().get("resumed").asBoolean())
                    .isFalse();
        }
    }

    @Test
    void doesNotOverwriteAChangeThatComesBetweenProofAndRepair() throws Exception {
        try (Flights flights = new Flights();
                Connection other = flights.target();
                Statement statement = other.createStatement()) {
            flights.addSpecials(1, 10).levelTarget();
            flights.atTarget("UPDATE flightspecial SET header = 'broken' WHERE id IN (4, 5)");
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM flightspecial WHERE id = 4 FOR UPDATE");
            CompletableFuture<Cli.Result> repair =
                    CompletableFuture.supplyAsync(
                            () -> flights.run("verify", "--repair", "-o", "json"));
            await().atMost(BOUND)
                    .until(
                            () ->
                                    flights.fromTarget(
                                                    """
                                                    SELECT ID FROM information_schema.PROCESSLIST
                                                     WHERE DB = '%s' AND INFO LIKE 'UPDATE %%'
                                                    """
                                                            .formatted(flights.name()))
                                            .size(),
                            found -> found == 1);
            statement.execute("UPDATE flightspecial SET header = 'newer' WHERE id = 4");
            other.commit();

            Cli.Result repaired = repair.join();

            assertThat(repaired.exitCode()).as(repaired.err()).isEqualTo(6);
            assertThat(repaired.result().at("/notRepaired/0").asText())
                    .contains("key 4")
                    .contains("has changed since");
            assertThat(flights.fromTarget("SELECT header FROM flightspecial WHERE id IN (4, 5)"))
                    .containsExactly("newer", "Special 5");
        }
    }

    @Test
    void doesNotCallARowDifferentThatChangesAllTheTime() throws Exception {
        try (Flights flights = new Flights();
                Connection source = flights.source();
                Statement statement = source.createStatement()) {
            // Long enough for an update between two looks, even on a busy machine.
            flights.addSpecials(1, 10).levelTarget().set("verify.settle", "2s");
            CompletableFuture<Cli.Result> verify =
                    CompletableFuture.supplyAsync(() -> flights.run("verify", "-o", "json"));
            // Two values in turn: at a look, the row may well be what it was at the look before.
            for (int i = 0; !verify.isDone(); i++) {
                statement.execute(
                        "UPDATE travelbuddy.flightspecial SET cost = %d WHERE id = 7"
                                .formatted(1_000 + i % 2));
            }

            Cli.Result verified = verify.join();

            // Nothing is known of it, so both sides are not called equal either.
            assertThat(verified.exitCode()).as(verified.err()).isEqualTo(6);
            assertThat(verified.result().at("/tables/0/unsettled").asInt()).isEqualTo(1);
            assertThat(verified.result().at("/differences")).isEmpty();
            assertThat(flights.run("status", "-o", "json").out()).contains("\"lastEqual\" : null");
        }
    }

    @Test
    void saysThatTheTargetHasGone() {
        try (LocalMariaDb own = LocalMariaDb.start(LocalMariaDb.Options.temporary());
                Flights flights = new Flights(LocalCloud.postgres(), own, LocalCloud.dms().uri())) {
            flights.addSpecials(1, 5_000).levelTarget().set("verify.chunk-rows", "100");
            CompletableFuture<Cli.Result> verify =
                    CompletableFuture.supplyAsync(
                            () -> flights.run("verify", "--rows-per-second", "500"));
            await().atMost(BOUND)
                    .ignoreExceptions()
                    .until(
                            () ->
                                    flights.fromTarget(
                                                    "SELECT id FROM %s.reverse_sync_verification"
                                                            .formatted(flights.controlSchema()))
                                            .size(),
                            found -> found == 1);
            own.kill();

            Cli.Result gone = verify.join();

            assertThat(gone.exitCode()).as(gone.err()).isEqualTo(13);
            assertThat(flights.run("verify").exitCode()).isEqualTo(13);
            own.start();
            assertThat(flights.run("verify").exitCode()).isZero();
        }
    }
}

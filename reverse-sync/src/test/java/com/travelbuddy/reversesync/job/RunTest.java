package com.travelbuddy.reversesync.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;

/** The command {@code run}. */
class RunTest {

    private static final String SOURCE_ROWS =
            """
            SELECT id, header, body, origin, origin_code, destination, destination_code, cost,
                   floor(extract(epoch FROM expiry_date) * 1000)::bigint
              FROM travelbuddy.flightspecial ORDER BY id
            """;
    private static final String TARGET_ROWS = "SELECT * FROM flightspecial ORDER BY id";

    @Test
    void bringsAFilledTargetLevelAndKeepsItSo() {
        try (Flights flights = new Flights().addSpecials(1, 30).levelTarget()) {
            flights.atTarget(
                    "UPDATE flightspecial SET cost = cost + 1 WHERE id = 3",
                    "DELETE FROM flightspecial WHERE id = 4",
                    "INSERT INTO flightspecial (id, header, cost, expiryDate) VALUES (99, 'x', 1, 1)");

            Cli.Result first = flights.run("run", "-o", "json");
            assertThat(first.exitCode()).as(first.out() + first.err()).isEqualTo(6);
            assertThat(first.result().at("/verified/verification/repaired").asInt()).isEqualTo(2);
            // Nobody has asked for a deletion yet.
            assertThat(first.result().at("/verified/notRepaired/0").asText())
                    .contains("key 99: only the target has it");
            assertThat(flights.fromTarget("SELECT id FROM flightspecial WHERE id = 99")).hasSize(1);

            Cli.Result verify = flights.run("verify", "--repair");
            assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
            assertThat(flights.fromTarget(TARGET_ROWS)).isEqualTo(flights.fromSource(SOURCE_ROWS));

            flights.atSource(
                    "UPDATE travelbuddy.flightspecial SET header = 'Łódź', expiry_date = '2031-02-03"
                            + " 04:05:06.789999' WHERE id = 5",
                    "DELETE FROM travelbuddy.flightspecial WHERE id = 6");
            flights.addSpecials(40, 5);
            Cli.Result second = flights.run("run");
            assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
            assertThat(flights.fromTarget(TARGET_ROWS)).isEqualTo(flights.fromSource(SOURCE_ROWS));
            assertThat(second.out()).contains("EQUAL", "HEALTHY");
            destroy(flights);
        }
    }

    @Test
    void loadsAnEmptyTarget() {
        try (Flights flights = new Flights().addSpecials(1, 200)) {
            Cli.Result run = flights.run("run", "--until", "full-load-done", "-o", "json");
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            assertThat(flights.fromTarget(TARGET_ROWS)).isEqualTo(flights.fromSource(SOURCE_ROWS));
            assertThat(run.result().at("/verified/verification/repaired").asInt()).isZero();
            assertThat(run.result().at("/verified/verification/rows").asInt()).isEqualTo(200);
            destroy(flights);
        }
    }

    @Test
    void emptiesNoTableWhenTheSourceIsTheWrongOne() {
        try (Flights flights = new Flights().addSpecials(1, 10).levelTarget()) {
            flights.atSource("DELETE FROM travelbuddy.flightspecial");
            assertThat(flights.run("run").exitCode()).isEqualTo(6);
            assertThat(flights.fromTarget("SELECT COUNT(*) FROM flightspecial"))
                    .containsExactly("10");
            destroy(flights);
        }
    }

    @Test
    void loadsNothingOverRowsThatHaveComeSinceTheTaskWasMade() {
        try (Flights flights = new Flights().addSpecials(1, 10)) {
            assertThat(flights.run("apply").exitCode()).isZero();
            flights.atTarget(
                    "INSERT INTO flightspecial (id, header, cost, expiryDate) VALUES (3, 'x', 1, 1)");
            Cli.Result run = flights.run("run", "-o", "json");
            assertThat(run.exitCode()).isEqualTo(7);
            assertThat(run.document().path("error").asText())
                    .contains("begins with a full load", "has got rows since", "destroy --confirm");
            destroy(flights);
            assertThat(flights.run("run").exitCode()).isZero();
            assertThat(flights.fromTarget(TARGET_ROWS)).isEqualTo(flights.fromSource(SOURCE_ROWS));
            destroy(flights);
        }
    }

    @Test
    void mendsNothingOnceBothSidesWereEqualUnlessItIsToldTo() {
        try (Flights flights = new Flights().addSpecials(1, 10).levelTarget()) {
            assertThat(flights.run("run").exitCode()).isZero();
            flights.atTarget("UPDATE flightspecial SET cost = -1 WHERE id = 2");

            Cli.Result differs = flights.run("run", "-o", "json");
            assertThat(differs.exitCode()).isEqualTo(6);
            assertThat(differs.result().at("/verified/differences/0/column").asText())
                    .isEqualTo("cost");
            assertThat(flights.fromTarget("SELECT cost FROM flightspecial WHERE id = 2"))
                    .containsExactly("-1");

            assertThat(flights.run("run", "--repair", "always").exitCode()).isZero();
            assertThat(flights.fromTarget(TARGET_ROWS)).isEqualTo(flights.fromSource(SOURCE_ROWS));

            // A new task has missed what happened between the old one and itself.
            destroy(flights);
            flights.atSource("UPDATE travelbuddy.flightspecial SET cost = 8 WHERE id = 3");
            assertThat(flights.run("run").exitCode()).isZero();
            assertThat(flights.fromTarget(TARGET_ROWS)).isEqualTo(flights.fromSource(SOURCE_ROWS));
            destroy(flights);
        }
    }

    @Test
    void changesNothingWhenPreflightRefuses() {
        try (Flights flights = new Flights().addSpecials(1, 3)) {
            flights.atSource(
                    "ALTER TABLE travelbuddy.flightspecial ALTER COLUMN expiry_date DROP NOT NULL",
                    "UPDATE travelbuddy.flightspecial SET expiry_date = NULL WHERE id = 2");
            Cli.Result run = flights.run("run", "-o", "json");
            assertThat(run.exitCode()).isEqualTo(7);
            assertThat(run.document().path("outcome").asText()).isEqualTo("refused");
            assertThat(run.result().path("applied").isNull()).isTrue();
            assertThat(
                            flights.fromSource(
                                    "SELECT slot_name FROM pg_replication_slots"
                                            + " WHERE database = current_database()"))
                    .isEmpty();
            assertThat(flights.run("status").exitCode()).isEqualTo(20);
        }
    }

    @Test
    void endsAtOnceWhileAnotherRunIsUnderWay() throws Exception {
        try (Flights flights = new Flights();
                Connection other = flights.source()) {
            try (var statement = other.createStatement()) {
                statement.execute(
                        "SELECT pg_advisory_lock(hashtextextended('reverse-sync %s', 0))"
                                .formatted(flights.task()));
            }
            Cli.Result run = flights.run("run", "-o", "json");
            assertThat(run.exitCode()).isEqualTo(11);
            assertThat(run.document().path("error").asText()).contains("Another run is under way");
            assertThat(flights.run("apply").exitCode()).isEqualTo(11);
        }
    }

    @Test
    void resumesATaskThatWasStopped() {
        try (Flights flights = new Flights().addSpecials(1, 5).levelTarget()) {
            assertThat(flights.run("run").exitCode()).isZero();
            assertThat(flights.run("stop").exitCode()).isZero();
            flights.atSource("UPDATE travelbuddy.flightspecial SET cost = 7 WHERE id = 1");
            Cli.Result status = flights.run("status", "-o", "json");
            assertThat(status.exitCode()).as(status.out()).isEqualTo(5);

            Cli.Result run = flights.run("run", "--no-verify", "-o", "json");
            assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
            JsonNode result = run.result();
            assertThat(result.path("verified").isNull()).isTrue();
            assertThat(flights.fromTarget("SELECT cost FROM flightspecial WHERE id = 1"))
                    .containsExactly("7");
            destroy(flights);
        }
    }

    @Test
    void saysThatTheGoalWasNotReachedInTime() throws Exception {
        try (Flights flights = new Flights().addSpecials(1, 5).levelTarget()) {
            assertThat(flights.run("run").exitCode()).isZero();
            try (Connection locking = flights.target();
                    var statement = locking.createStatement()) {
                locking.setAutoCommit(false);
                statement.execute("SELECT * FROM flightspecial FOR UPDATE");
                flights.atSource("UPDATE travelbuddy.flightspecial SET cost = 7 WHERE id = 1");
                flights.set("dms.timeout", "1s");
                Cli.Result run = flights.run("run", "-o", "json");
                assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(9);
                assertThat(run.document().path("error").asText())
                        .contains("CAUGHT_UP", "1 changes captured, 0 applied");
                locking.rollback();
            }
            flights.set("dms.timeout", "60s");
            assertThat(flights.run("run").exitCode()).isZero();
            destroy(flights);
        }
    }

    @Test
    void refusesAnUnknownGoal() {
        assertThat(Cli.run("run", "--until", "tomorrow").exitCode()).isEqualTo(2);
    }

    /** So that DMS Local is left as it was found. */
    private static void destroy(Flights flights) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(
                        () ->
                                assertThat(
                                                flights.run("destroy", "--confirm", flights.task())
                                                        .exitCode())
                                        .isZero());
        assertThat(
                        flights.fromSource(
                                "SELECT slot_name FROM pg_replication_slots"
                                        + " WHERE database = current_database()"))
                .isEqualTo(List.of());
    }
}

package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

class VerifyTest {

    private final Flights flights = new Flights();

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void repairsARowOfKeyZero() {
        try (Flights flights = new Flights().addSpecials(0, 3).levelTarget()) {
            flights.atTarget("DELETE FROM flightspecial WHERE id IN (0, 3)");
            Cli.Result repair = flights.run("verify", "--repair");
            assertThat(repair.exitCode()).as(repair.out() + repair.err()).isZero();
            assertThat(flights.fromTarget("SELECT id FROM flightspecial ORDER BY id"))
                    .containsExactly("0", "1", "2");
        }
    }

    @Test
    void saysThatBothAreEqual() {
        flights.addSpecials(1, 1_234).levelTarget();

        Cli.Result verified = flights.run("verify", "-o", "json");

        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.result().at("/verification/rows").asLong()).isEqualTo(1_234);
        assertThat(verified.result().at("/verification/scope").asText()).isEqualTo("ALL");
        assertThat(verified.result().get("differences")).isEmpty();
    }

    @Test
    void saysThatThereIsNothingToCompare() {
        Cli.Result verified = flights.run("verify");

        assertThat(verified.exitCode()).as(verified.err()).isZero();
        assertThat(verified.out()).contains("EQUAL, but there was no row to compare");
    }

    @Test
    void tellsApartWhatACollationDoesNot() {
        flights.addSpecials(1, 12).levelTarget();
        flights.atTarget(
                "UPDATE flightspecial SET destination = '' WHERE id = 1",
                "UPDATE flightspecial SET body = CONCAT(body, ' ') WHERE id = 2",
                "UPDATE flightspecial SET origin = 'london' WHERE id = 3",
                "UPDATE flightspecial SET expiryDate = expiryDate + 1 WHERE id = 4",
                "UPDATE flightspecial SET cost = -cost WHERE id = 5",
                "UPDATE flightspecial SET originCode = NULL WHERE id = 6");
        // The same letter, composed and with a combining mark; the byte order mark; no NUL.
        flights.atSource(
                "UPDATE travelbuddy.flightspecial SET header = U&'caf\\00e9' WHERE id IN (7, 8)",
                "UPDATE travelbuddy.flightspecial SET header = U&'\\feffx' WHERE id = 9");
        flights.atTarget(
                "UPDATE flightspecial SET header = _utf8mb4 x'636166c3a9' WHERE id = 7",
                "UPDATE flightspecial SET header = _utf8mb4 x'63616665cc81' WHERE id = 8",
                "UPDATE flightspecial SET header = 'x' WHERE id = 9");

        Cli.Result verified = flights.run("verify", "-o", "json");

        assertThat(verified.exitCode()).as(verified.err()).isEqualTo(6);
        assertThat(differences(verified))
                .containsExactlyInAnyOrder(
                        "RECORD_DIFF 1 destination null ",
                        "RECORD_DIFF 2 body Łódź to 東京 2 Łódź to 東京 2 ",
                        "RECORD_DIFF 3 origin London london",
                        "RECORD_DIFF 4 expiryDate 1893456004127 1893456004128",
                        "RECORD_DIFF 5 cost 5 -5",
                        "RECORD_DIFF 6 originCode LHR null",
                        "RECORD_DIFF 8 header caf\u00e9 cafe\u0301",
                        "RECORD_DIFF 9 header \ufeffx x");
    }

    @Test
    void tellsOfRowsThatOneSideLacksAnywhere() {
        flights.set("verify.chunk-rows", "10").addSpecials(10, 50).levelTarget();
        flights.atSource("DELETE FROM travelbuddy.flightspecial WHERE id IN (10, 30, 59)");
        flights.atTarget(
                "DELETE FROM flightspecial WHERE id IN (11, 31, 58)",
                "INSERT INTO flightspecial (id, header, cost, expiryDate)"
                        + " VALUES (1, 'first', 1, 1), (4294967295, 'last', 1, 1)");

        Cli.Result verified = flights.run("verify", "-o", "json");

        assertThat(verified.exitCode()).as(verified.err()).isEqualTo(6);
        assertThat(kindsAndKeys(verified))
                .containsExactlyInAnyOrder(
                        "MISSING_SOURCE 1",
                        "MISSING_SOURCE 10",
                        "MISSING_TARGET 11",
                        "MISSING_SOURCE 30",
                        "MISSING_TARGET 31",
                        "MISSING_TARGET 58",
                        "MISSING_SOURCE 59",
                        "MISSING_SOURCE 4294967295");
        assertThat(verified.result().at("/verification/missingSource").asLong()).isEqualTo(5);
        assertThat(verified.result().at("/verification/missingTarget").asLong()).isEqualTo(3);
    }

    @Test
    void repairsExactlyWhatDiffers() {
        flights.addSpecials(1, 500).levelTarget();
        flights.atTarget("ALTER TABLE flightspecial ADD COLUMN note VARCHAR(20) DEFAULT 'none'");
        flights.atTarget(
                "UPDATE flightspecial SET note = CONCAT('note ', id)",
                "UPDATE flightspecial SET header = 'x', cost = 7777 WHERE id = 3",
                "UPDATE flightspecial SET origin = 'LONDON' WHERE id = 400",
                "DELETE FROM flightspecial WHERE id IN (5, 500)",
                "INSERT INTO flightspecial (id, header, cost, expiryDate) VALUES (900, 'y', 1, 1)");
        String others =
                "SELECT * FROM flightspecial WHERE id NOT IN (3, 5, 400, 500, 900) ORDER BY id";
        List<String> before = flights.fromTarget(others);

        Cli.Result repaired = flights.run("verify", "--repair", "-o", "json");

        assertThat(repaired.exitCode()).as(repaired.err()).isZero();
        assertThat(repaired.result().at("/verification/repaired").asLong()).isEqualTo(5);
        assertThat(repaired.result().get("differences"))
                .allSatisfy(one -> assertThat(one.get("repaired").asBoolean()).isTrue());
        assertThat(repaired.err())
                .contains("Repaired: RECORD_DIFF")
                .contains("key 3: header is 'x' at the target, 'Special 3' at the source");
        assertThat(flights.fromTarget(others)).isEqualTo(before);
        assertThat(flights.fromTarget("SELECT note FROM flightspecial WHERE id IN (3, 5, 400)"))
                .containsExactly("note 3", "none", "note 400");
        assertThat(flights.run("verify").exitCode()).isZero();
    }

    @Test
    void doesNotRepairWhatTheTargetRefuses() {
        flights.addSpecials(1, 3).levelTarget();
        flights.atSource(
                "ALTER TABLE travelbuddy.flightspecial ALTER COLUMN origin_code TYPE text",
                "UPDATE travelbuddy.flightspecial SET origin_code = 'too long' WHERE id = 2");

        Cli.Result repaired = flights.run("verify", "--repair", "-o", "json");

        assertThat(repaired.exitCode()).as(repaired.err()).isEqualTo(6);
        assertThat(repaired.result().at("/notRepaired/0").asText())
                .contains("key 2")
                .contains("Data too long for column 'originCode'");
        assertThat(flights.fromTarget("SELECT originCode FROM flightspecial WHERE id = 2"))
                .containsExactly("LHR");
    }

    @Test
    void endsWhenMoreDiffersThanIsReported() {
        flights.set("verify.max-differences", "5").addSpecials(1, 3_000);

        Cli.Result verified = flights.run("verify", "--repair", "-o", "json");

        assertThat(verified.exitCode()).as(verified.err()).isEqualTo(6);
        assertThat(verified.result().get("limitReached").asBoolean()).isTrue();
        assertThat(verified.result().get("differences")).hasSize(5);
        assertThat(flights.fromTarget("SELECT COUNT(*) FROM flightspecial")).containsExactly("5");
        assertThat(flights.run("verify").out()).contains("ended early");
    }

    @Test
    void comparesTheTablesAndTheShareAskedFor() {
        flights.set("verify.chunk-rows", "10").addSpecials(1, 2_000).levelTarget();

        Cli.Result one = flights.run("verify", "--table", Flights.SOURCE_TABLE, "-o", "json");
        Cli.Result some = flights.run("verify", "--sample", "25", "-o", "json");
        Cli.Result none = flights.run("verify", "--table", "travelbuddy.none");

        assertThat(one.result().at("/verification/scope").asText()).isEqualTo("TABLES");
        assertThat(some.result().at("/verification/scope").asText()).isEqualTo("SAMPLE");
        assertThat(some.result().at("/verification/rows").asLong()).isBetween(100L, 1_500L);
        assertThat(none.exitCode()).isEqualTo(2);
        assertThat(none.err()).contains("travelbuddy.none").contains(Flights.SOURCE_TABLE);
    }

    @Test
    void letsOneRunInAtATime() throws SQLException {
        try (Connection other = flights.target();
                var statement = other.createStatement()) {
            statement.execute(
                    "SELECT GET_LOCK('reverse-sync.verify.%s', 0)".formatted(flights.task()));

            assertThat(flights.run("verify").exitCode()).isEqualTo(11);
        }
    }

    private static List<String> differences(Cli.Result verified) {
        List<String> differences = new ArrayList<>();
        for (JsonNode one : verified.result().get("differences")) {
            differences.add(
                    String.join(
                            " ",
                            one.get("kind").asText(),
                            one.get("key").asText(),
                            one.get("column").asText(),
                            one.get("sourceValue").asText(),
                            one.get("targetValue").asText()));
        }
        return differences;
    }

    private static List<String> kindsAndKeys(Cli.Result verified) {
        List<String> differences = new ArrayList<>();
        for (JsonNode one : verified.result().get("differences")) {
            differences.add(one.get("kind").asText() + " " + one.get("key").asText());
        }
        return differences;
    }
}

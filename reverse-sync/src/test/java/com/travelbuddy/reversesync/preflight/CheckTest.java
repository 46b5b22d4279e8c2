package com.travelbuddy.reversesync.preflight;

import static com.travelbuddy.reversesync.preflight.Severity.ERROR;
import static com.travelbuddy.reversesync.preflight.Severity.INFO;
import static com.travelbuddy.reversesync.preflight.Severity.WARNING;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.local.servers.Ports;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

class CheckTest {

    @Test
    void findsNothingWrongWithWhatFitsTogether() {
        try (Flights flights = new Flights();
                Accounts accounts = new Accounts(flights)) {
            flights.addSpecials(1, 20).levelTarget();
            accounts.grantAll();
            Checked checked = Checked.of(flights);
            assertThat(checked.exitCode()).as(checked.result().out()).isZero();
            assertThat(checked.ids(ERROR)).isEmpty();
            // PostgreSQL 18 is too new to be in AWS's guide, and the monolith's table is utf8.
            assertThat(checked.ids(WARNING)).containsExactly("character-set", "source-version");
            assertThat(checked.ids(INFO))
                    .containsExactly(
                            "connection-later", "number-range", "roles-unseen", "triggers-hidden");
            assertThat(checked.result().result().get("checks").asInt()).isGreaterThan(20);
            assertThat(flights.run("check", "--strict").exitCode()).isEqualTo(7);
        }
    }

    @Test
    void printsRemediesAndASummary() {
        try (Flights flights = new Flights()) {
            flights.declare(
                    """
                    tables:
                      - source: travelbuddy.flightspecial
                        columns:
                          expiry_date: {to: expiryDate, as: epoch-millis}
                    """);
            Cli.Result check = flights.run("check");
            assertThat(check.exitCode()).isEqualTo(7);
            assertThat(check.out())
                    .startsWith("ERROR")
                    .contains("MAPPING  mapping: A table cannot be carried over as declared")
                    .contains("the target has no column for version")
                    .contains("remedy: declare its to:, or list it under drop")
                    .containsPattern("\n2 errors, \\d warnings; \\d\\d checks were made\\.");
        }
    }

    @Test
    void tellsWhatItCouldNotReachAndChecksTheRest() {
        String nowhere = "http://127.0.0.1:" + Ports.free();
        try (Flights flights = new Flights()) {
            flights.set("target.port", Integer.toString(Ports.free()));
            flights.atSource("ALTER TABLE travelbuddy.flightspecial REPLICA IDENTITY NOTHING");
            Checked withoutTarget = Checked.of(flights);
            assertThat(withoutTarget.exitCode()).isEqualTo(7);
            assertThat(withoutTarget.ids(ERROR))
                    .containsExactly("replica-identity", "target-unreachable");
            assertThat(withoutTarget.evidence("not-checked")).contains("they need both databases");
            assertThat(withoutTarget.ids(INFO)).contains("connection-later");

            flights.set("source.username", "nobody").set("dms.endpoint", nowhere);
            Checked withoutAnything = Checked.of(flights);
            assertThat(withoutAnything.ids(ERROR))
                    .containsExactly("aws-unreachable", "source-unreachable", "target-unreachable");
            assertThat(withoutAnything.result().out()).doesNotContain("postgres\\n");
        }
    }

    @Test
    void countsNoRowsWhenQuick() {
        try (Flights flights = new Flights()) {
            flights.atSource(
                    "ALTER TABLE travelbuddy.flightspecial ALTER cost DROP NOT NULL",
                    """
                    INSERT INTO travelbuddy.flightspecial (header, expiry_date)
                    VALUES ('without a cost', '2030-01-01')
                    """);
            assertThat(Checked.of(flights).ids(ERROR)).containsExactly("null-values");
            Checked quick = Checked.of(flights, "--quick");
            assertThat(quick.ids(ERROR)).isEmpty();
            assertThat(quick.ids(WARNING)).contains("null-values");
            assertThat(quick.ids(INFO)).contains("not-counted");
        }
    }
}

package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Other types and keys than the specials have. */
class VerifyTypesTest {

    private final Flights flights = new Flights();

    @BeforeEach
    void declare() {
        flights.declare(
                """
                tables:
                  - source: public.leg
                    columns:
                      sold_until: {to: soldUntil, as: epoch-millis, zone: "+09:00", null: never}
                """);
        flights.atSource(
                """
                CREATE TABLE leg (
                    flight varchar(20), number integer, price numeric(10, 4), charter boolean,
                    day date, departs timestamp, arrives timestamptz, gate char(5), crew uuid,
                    sold_until timestamp, seats smallint, weight real,
                    PRIMARY KEY (flight, number))
                """);
        flights.atTarget(
                """
                CREATE TABLE leg (
                    flight VARCHAR(20) CHARACTER SET latin1, number INT UNSIGNED,
                    price DECIMAL(10, 2), charter BIT(1), day DATE, departs DATETIME(3),
                    arrives TIMESTAMP(0) NULL, gate CHAR(5), crew VARCHAR(36), soldUntil BIGINT,
                    seats SMALLINT(5) UNSIGNED ZEROFILL, weight FLOAT,
                    PRIMARY KEY (flight, number))
                """);
        flights.atSource(
                """
                INSERT INTO leg VALUES
                ('a', 1, 10.005, true, '2030-02-28', '2030-01-01 00:00:00.123999',
                 '2030-01-01 09:00:00.9+09', 'A1', '00000000-0000-0000-0000-00000000000a',
                 '1969-12-31 23:59:59.9999', 7, 1.5),
                ('A', 1, -0.001, false, '0900-01-01', NULL, NULL, '', NULL, NULL, 0, NULL),
                ('é', 2, NULL, NULL, NULL, '9999-12-31 23:59:59', NULL, NULL, NULL, 'infinity',
                 NULL, NULL)
                """);
        flights.atTarget(
                "ALTER TABLE leg MODIFY flight VARCHAR(20) CHARACTER SET latin1 COLLATE latin1_bin",
                """
                INSERT INTO leg VALUES
                ('a', 1, 10.01, 1, '2030-02-28', '2030-01-01 00:00:00.123', '2030-01-01 00:00:00',
                 'A1', '00000000-0000-0000-0000-00000000000a', -32400001, 7, 1.5),
                ('A', 1, 0, 0, '0900-01-01', NULL, NULL, '', NULL, 253402300799000, 0, NULL),
                (_utf8mb4 x'C3A9', 2, NULL, NULL, NULL, '9999-12-31 23:59:59', NULL, NULL, NULL,
                 253402268399000, NULL, NULL)
                """);
    }

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void comparesEachTypeInOneTextAndNamesTheOneThatItCannot() {
        Cli.Result verified = flights.run("verify", "-o", "json");

        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        assertThat(verified.result().at("/verification/rows").asInt()).isEqualTo(3);
        assertThat(verified.result().at("/tables/0/notCompared")).hasSize(1);
        assertThat(verified.result().at("/tables/0/notCompared/0").asText()).startsWith("weight");
    }

    @Test
    void findsAndRepairsInATableWithAKeyOfTextAndNumber() {
        flights.atSource(
                "INSERT INTO leg (flight, number) SELECT 'x' || n % 7, n FROM generate_series(1, 1500) n");
        flights.atTarget(
                "INSERT INTO leg (flight, number, soldUntil) SELECT CONCAT('x', seq % 7), seq,"
                        + " 253402300799000 FROM seq_1_to_1500");
        flights.atTarget(
                "UPDATE leg SET charter = 0 WHERE flight = 'a'",
                "UPDATE leg SET price = 0.01, seats = 1 WHERE flight = 'A'",
                "UPDATE leg SET departs = '2030-01-01 00:00:00.124' WHERE flight = 'x3' AND number = 3",
                "INSERT INTO leg (flight, number) VALUES ('X3', 3)");

        Cli.Result verified = flights.run("verify", "--repair", "-o", "json");

        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        assertThat(verified.result().get("differences"))
                .extracting(one -> one.get("key").asText() + " " + one.get("column").asText())
                .containsExactlyInAnyOrder(
                        "a,1 charter", "A,1 price", "A,1 seats", "x3,3 departs", "X3,3 null");
        assertThat(flights.run("verify").exitCode()).isZero();
    }

    @Test
    void doesNotInsertARowThatItCannotCompareAsAWhole() {
        flights.atTarget("DELETE FROM leg WHERE flight = 'a'");

        Cli.Result verified = flights.run("verify", "--repair", "-o", "json");

        assertThat(verified.exitCode()).as(verified.out() + verified.err()).isEqualTo(6);
        assertThat(verified.result().at("/notRepaired/0").asText()).contains("not inserted");
    }

    @Test
    void refusesAKeyThatHasNoOrderInCommon() {
        flights.declare("tables: [{source: public.daily}]\n");
        flights.atSource("CREATE TABLE daily (day date PRIMARY KEY)");
        flights.atTarget("CREATE TABLE daily (day DATE PRIMARY KEY)");

        Cli.Result refused = flights.run("verify");

        assertThat(refused.exitCode()).isEqualTo(7);
        assertThat(refused.err()).contains("daily").contains("day").contains("date");
    }
}

package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The comparison finds equal what is, and names what is not. */
final class ComparisonTest {

    private static final String INSERT =
            """
            INSERT INTO travelbuddy.flightspecial (id, header, cost, expiry_date)
            OVERRIDING SYSTEM VALUE VALUES
            """;

    private final Flights flights = new Flights();
    private final Comparison comparison = new Comparison(flights);

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void equalTablesDoNotDiffer() {
        flights.atSource(
                INSERT
                        + """
                        (1, E'a\\'\\t\\\\', 5, '2025-01-01 00:00:12.9996'),
                        (2, '', 5, '1969-12-31 23:59:59.999999'),
                        (4294967295, '', 5, '9999-12-31 23:59:59.999999'),
                        (3, '', 5, NULL)
                        """,
                "INSERT INTO travelbuddy.airline VALUES ('a', U&'\\+01F6EB', 1), ('A', NULL, NULL)",
                "INSERT INTO travelbuddy.leg VALUES (1, 2, '', 1.1), (1, 3, NULL, NULL)");
        flights.atTarget(
                """
                INSERT INTO flightspecial (id, header, cost, expiryDate) VALUES
                    (1, 'a\\'\\t\\\\', 5, 1735689612999), (2, '', 5, -1),
                    (4294967295, '', 5, 253402300799999), (3, '', 5, 0)
                """,
                "INSERT INTO airline VALUES ('a', 0xF09F9BAB, 1), ('A', NULL, NULL)",
                "INSERT INTO leg VALUES (1, 2, '', 1.1), (1, 3, NULL, NULL)");
        assertThat(comparison.differences()).isEmpty();
    }

    @Test
    void eachDifferenceIsNamed() {
        flights.atSource(
                INSERT
                        + """
                        (1, 'one', 5, '2025-01-01 00:00:12.9996'),
                        (2, 'two', 5, '2025-01-01 00:00:12.9996')
                        """,
                "INSERT INTO travelbuddy.airline VALUES ('a', '', 1), ('b', 'x', 1)");
        flights.atTarget(
                """
                INSERT INTO flightspecial (id, header, cost, expiryDate)
                VALUES (1, 'One', 5, 1735689613000), (3, 'three', 5, 0)
                """,
                "INSERT INTO airline VALUES ('a', NULL, 1), ('b', 'x ', 1)");
        assertThat(comparison.differences())
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .isEqualTo("airline \"a\", name: is NULL, should be \"\""),
                        line -> assertThat(line).contains("airline \"b\", name: is \"x \""),
                        line ->
                                assertThat(line)
                                        .contains("1, header: is \"One\", should be \"one\""),
                        line ->
                                assertThat(line)
                                        .contains("1, expiryDate: is 1735689613000, should be")
                                        .endsWith("1735689612999"),
                        line -> assertThat(line).contains("flightspecial 2: missing"),
                        line -> assertThat(line).contains("flightspecial 3: too many"));
    }
}

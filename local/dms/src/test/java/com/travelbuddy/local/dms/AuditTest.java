package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.Map;

/** The audit counts what is changed at the target, again and again. */
final class AuditTest {

    private final Flights flights = new Flights();

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void countsEachChangeByItsKey() {
        flights.atTarget("INSERT INTO airline VALUES ('before', NULL, 1)");
        Audit audit = new Audit(flights);
        flights.atTarget(
                "INSERT INTO airline VALUES ('a', NULL, 1), ('A', NULL, 1), ('a ', NULL, 1)",
                "UPDATE airline SET fleet = fleet + 1 WHERE code = 'a'",
                "UPDATE airline SET fleet = 2 WHERE code = 'a'",
                "DELETE FROM airline WHERE code = 'A'",
                "INSERT INTO airline VALUES ('A', NULL, 1)",
                "DELETE FROM airline WHERE code = 'before'",
                "INSERT INTO airline VALUES ('\ud83d\udeeb', NULL, 1)");
        assertThat(audit.airlines())
                .isEqualTo(
                        Map.of(
                                "a", new Changes(1, 2, 0),
                                "A", new Changes(2, 0, 1),
                                "a ", new Changes(1, 0, 0),
                                "before", new Changes(0, 0, 1),
                                "\ud83d\udeeb", new Changes(1, 0, 0)));
    }
}

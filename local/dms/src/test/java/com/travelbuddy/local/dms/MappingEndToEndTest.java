package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** What becomes of the service's rows at the monolith, by the load and by changes. */
final class MappingEndToEndTest {

    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    private static final List<String> EXPIRIES =
            List.of(
                    "'2025-01-01 00:00:12'",
                    "'2025-01-01 00:00:12.5'",
                    "'2025-01-01 00:00:12.123456'",
                    "'2025-01-01 00:00:12.999600'",
                    "'2025-01-01 00:00:59.999900'",
                    "'1969-12-31 23:59:59.999999'",
                    "'1969-07-20 20:17:40.25'",
                    "'0001-01-01 00:00:00.000001'",
                    "'9999-12-31 23:59:59.999999'",
                    "NULL");

    private final Flights flights = new Flights();
    private final Comparison comparison = new Comparison(flights);

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void theLoadFloorsEachExpiryToItsMillisecond() {
        insertSpecials(1, EXPIRIES);
        try (Task _ = task(Task.Plan.of(flights)).load()) {
            assertThat(comparison.differences()).isEmpty();
            // Literally, should the comparison be wrong too.
            assertThat(flights.fromTarget("SELECT expiryDate FROM flightspecial ORDER BY id"))
                    .containsExactly(
                            "1735689612000",
                            "1735689612500",
                            "1735689612123",
                            "1735689612999",
                            "1735689659999",
                            "-1",
                            "-14182939750",
                            "-62135596800000",
                            "253402300799999",
                            "0");
        }
    }

    @Test
    void changesFloorEachExpiryToItsMillisecond() {
        insertSpecials(1, EXPIRIES);
        try (Task task = task(Task.Plan.of(flights)).load()) {
            insertSpecials(101, EXPIRIES);
            task.awaitApplied();
            assertThat(comparison.differences()).isEmpty();
            List<String> rotated = new ArrayList<>(EXPIRIES);
            Collections.rotate(rotated, 1);
            for (int i = 0; i < rotated.size(); i++) {
                flights.atSource(
                        "UPDATE travelbuddy.flightspecial SET expiry_date = %s WHERE id IN (%d, %d)"
                                .formatted(rotated.get(i), 1 + i, 101 + i));
            }
            flights.atSource("DELETE FROM travelbuddy.flightspecial WHERE id IN (3, 104)");
            task.awaitApplied();
            assertThat(comparison.differences()).isEmpty();
        }
    }

    @Test
    void carriesTheLargestValuesOfEachColumn() {
        String insert =
                """
                INSERT INTO travelbuddy.flightspecial
                    (id, header, body, origin, origin_code, destination, destination_code, cost)
                OVERRIDING SYSTEM VALUE VALUES (%d, '%s', '%s', '%s', '%s', '%s', '%s', %d)
                """;
        String wide = "\ud55c".repeat(255);
        String code = "\ud55c\uad6d\uc5b4\ud55c\uad6d\uc5b4";
        flights.atSource(
                insert.formatted(
                        4_294_967_295L, wide, wide, wide, code, wide, code, Integer.MAX_VALUE));
        try (Task task = task(Task.Plan.of(flights)).load()) {
            assertThat(comparison.differences()).isEmpty();
            flights.atSource(
                    insert.formatted(
                            4_294_967_294L, wide, "", wide, code, "", "", Integer.MIN_VALUE),
                    "UPDATE travelbuddy.flightspecial SET cost = -1 WHERE id = 4294967295");
            task.awaitApplied();
            assertThat(comparison.differences()).isEmpty();
        }
    }

    @Test
    void conflictingChangesBecomeUpserts() {
        insertSpecials(1, List.of("'2025-01-01 00:00:12'", "NULL"));
        flights.atTarget(
                "INSERT INTO flightspecial VALUES (7, 'old', 'b', 'o', 'c', 'd', 'e', 1, 2)");
        try (Task task = task(Task.Plan.of(flights).ofType("cdc")).start()) {
            insertSpecials(7, List.of("'2025-01-01 00:00:12.5'"));
            flights.atSource(
                    "UPDATE travelbuddy.flightspecial SET cost = 9 WHERE id = 1",
                    "DELETE FROM travelbuddy.flightspecial WHERE id = 2");
            task.awaitApplied();
            assertThat(comparison.differences()).isEmpty();
            // A delete that found no row was captured, and there was nothing to apply.
            assertThat(Changes.captured(task.statistics("flightspecial")))
                    .isEqualTo(new Changes(1, 1, 1));
        }
    }

    @Test
    void anUpdateWithinAMillisecondIsNotedAsAnExceptionAndCountsAsApplied() {
        insertSpecials(1, List.of("'2025-01-01 00:00:12.123456'"));
        try (Task task = task(Task.Plan.of(flights)).load()) {
            flights.atSource(
                    """
                    UPDATE travelbuddy.flightspecial
                       SET expiry_date = '2025-01-01 00:00:12.123999'
                    """);
            task.awaitApplied();
            task.awaitChanges("flightspecial", new Changes(0, 1, 0));
            assertThat(comparison.differences()).isEmpty();
            assertThat(
                            flights.fromTarget(
                                    "SELECT TABLE_NAME FROM %s.awsdms_apply_exceptions"
                                            .formatted(flights.controlSchema())))
                    .containsExactly("flightspecial");
        }
    }

    @Test
    void aTextThatAnUpdateLeavesOutOfLineKeepsItsValue() {
        String text = new NastyValues(new Random(1)).incompressible(20_000).replace("'", "''");
        flights.atSource(
                "ALTER TABLE travelbuddy.airline ALTER name SET STORAGE EXTERNAL",
                "INSERT INTO travelbuddy.airline VALUES ('loaded', '%s', 1)".formatted(text));
        try (Task task = task(Task.Plan.of(flights)).load()) {
            flights.atSource(
                    "INSERT INTO travelbuddy.airline VALUES ('changed', '%s', 1)".formatted(text),
                    "UPDATE travelbuddy.airline SET fleet = 2");
            task.awaitApplied();
            assertThat(comparison.differences()).isEmpty();
            assertThat(
                            flights.fromTarget(
                                    "SELECT DISTINCT length(name) FROM airline WHERE fleet=2"))
                    .containsExactly("20000");
        }
    }

    @Test
    void anUpdateOfAKeyIsIgnored() {
        flights.atSource("INSERT INTO travelbuddy.airline VALUES ('old', 'name', 1)");
        try (Task task = task(Task.Plan.of(flights)).load()) {
            flights.atSource("UPDATE travelbuddy.airline SET code = 'new', name = 'changed'");
            task.awaitApplied();
            assertThat(flights.fromTarget("SELECT concat(code, name) FROM airline WHERE fleet = 1"))
                    .containsExactly("oldname");
        }
    }

    @Test
    void aTruncatedSourceLeavesTheTargetAsItIs() {
        insertSpecials(1, EXPIRIES);
        try (Task task = task(Task.Plan.of(flights)).load()) {
            flights.atSource("TRUNCATE travelbuddy.flightspecial");
            task.awaitApplied();
            assertThat(flights.fromTarget("SELECT id FROM flightspecial")).hasSize(EXPIRIES.size());
        }
    }

    @Test
    void theStatisticsAreTrue() {
        insertSpecials(1, EXPIRIES);
        try (Task task = task(Task.Plan.of(flights)).load()) {
            insertSpecials(101, EXPIRIES);
            flights.atSource(
                    "UPDATE travelbuddy.flightspecial SET cost = 7 WHERE id < 4",
                    "DELETE FROM travelbuddy.flightspecial WHERE id IN (1, 2)",
                    "BEGIN; DELETE FROM travelbuddy.flightspecial; ROLLBACK");
            task.awaitApplied();
            task.awaitChanges("flightspecial", new Changes(EXPIRIES.size(), 3, 2));
            task.awaitChanges("leg", Changes.NONE);
            assertThat(task.statistics("flightspecial"))
                    .satisfies(
                            table -> {
                                assertThat(table.fullLoadRows()).isEqualTo(EXPIRIES.size());
                                assertThat(table.fullLoadErrorRows()).isZero();
                                assertThat(table.fullLoadReloaded()).isFalse();
                                assertThat(table.fullLoadEndTime())
                                        .isAfterOrEqualTo(table.fullLoadStartTime());
                                assertThat(table.lastUpdateTime())
                                        .isAfterOrEqualTo(table.fullLoadEndTime());
                                assertThat(table.ddls()).isZero();
                                assertThat(table.appliedDdls()).isZero();
                            });
        }
    }

    private Task task(Task.Plan plan) {
        return Task.create(DMS, flights, plan);
    }

    private void insertSpecials(long firstId, List<String> expiries) {
        flights.atSource(
                IntStream.range(0, expiries.size())
                        .mapToObj(
                                i ->
                                        """
                                        INSERT INTO travelbuddy.flightspecial
                                            (id, header, origin_code, cost, expiry_date)
                                        OVERRIDING SYSTEM VALUE VALUES (%d, 'header', 'ICN', 5, %s)
                                        """
                                                .formatted(firstId + i, expiries.get(i)))
                        .toArray(String[]::new));
    }
}

package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** What a load brings, and what it makes of what the target has already. */
final class FullLoadTest {

    @RegisterExtension static final Chance CHANCE = Chance.ofHistories();
    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    private final Flights flights = new Flights();
    private final Comparison comparison = new Comparison(flights);

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void endsByItselfWhenThereIsNothingElseToDo() {
        flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1.5)");
        try (Task task = task(Task.Plan.of(flights).ofType("full-load"))) {
            task.start(StartReplicationTaskTypeValue.START_REPLICATION);
            assertThat(task.awaitStatus("stopped").stopReason())
                    .startsWith("Stop Reason FULL_LOAD_ONLY_FINISHED");
            assertThat(comparison.differences()).isEmpty();
            assertThat(task.statistics())
                    .extracting(TableStatistics::tableName, TableStatistics::fullLoadRows)
                    .containsExactlyInAnyOrder(
                            tuple("airline", 0L), tuple("flightspecial", 0L), tuple("leg", 1L));
            assertThat(task.description().replicationTaskStats())
                    .satisfies(
                            stats -> {
                                assertThat(stats.fullLoadProgressPercent()).isEqualTo(100);
                                assertThat(stats.tablesLoaded()).isEqualTo(3);
                                assertThat(stats.tablesErrored()).isZero();
                            });
            assertThat(flights.slots()).isEmpty();
        }
    }

    @Test
    void everyNastyValueSurvives(Random random) {
        new History(flights, random).run(500);
        try (Task _ = task(Task.Plan.of(flights)).load()) {
            assertThat(comparison.differences()).isEmpty();
        }
    }

    @Test
    void byDoNothingRowsThatAreThereStay() {
        flights.atSource("INSERT INTO travelbuddy.airline VALUES ('A', 'new', 2), ('B', 'new', 2)");
        flights.atTarget("INSERT INTO airline VALUES ('A', 'old', 1), ('C', 'old', 1)");
        try (Task _ = task(Task.Plan.of(flights)).load()) {
            assertThat(flights.fromTarget("SELECT concat(code, name) FROM airline ORDER BY code"))
                    .containsExactly("Aold", "Bnew", "Cold");
        }
    }

    @Test
    void byTruncateBeforeLoadRowsThatAreThereGo() {
        flights.atSource("INSERT INTO travelbuddy.airline VALUES ('A', 'new', 2), ('B', 'new', 2)");
        flights.atTarget("INSERT INTO airline VALUES ('A', 'old', 1), ('C', 'old', 1)");
        try (Task _ = task(prepared("TRUNCATE_BEFORE_LOAD")).load()) {
            assertThat(comparison.differences()).isEmpty();
        }
    }

    @Test
    void byDropAndCreateTheTablesAreMadeAnew() {
        flights.atSource(
                "INSERT INTO travelbuddy.airline VALUES ('A', 'new', 2), ('B', NULL, NULL)",
                "INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1.5), (1, 2, NULL, NULL)",
                """
                INSERT INTO travelbuddy.flightspecial (header, cost, expiry_date)
                VALUES ('h', 1, '2025-01-01 00:00:12.9996')
                """);
        flights.atTarget("DROP TABLE leg", "INSERT INTO airline VALUES ('C', 'old', 1)");
        flights.atTarget("ALTER TABLE airline ADD COLUMN surplus INT NOT NULL");
        try (Task task = task(prepared("DROP_AND_CREATE")).load()) {
            assertThat(comparison.differences()).isEmpty();
            flights.atSource(
                    "UPDATE travelbuddy.leg SET note = 'two' WHERE position = 2",
                    "DELETE FROM travelbuddy.airline WHERE code = 'A'",
                    "INSERT INTO travelbuddy.airline VALUES ('D', '\ud83d\udeeb', 1)");
            task.awaitApplied();
            assertThat(comparison.differences()).isEmpty();
            assertThat(
                            flights.fromTarget(
                                    """
                                    SELECT group_concat(column_name ORDER BY ordinal_position)
                                      FROM information_schema.key_column_usage
                                     WHERE table_schema = database() AND table_name = 'leg'
                                    """))
                    .containsExactly("special_id,position");
        }
    }

    @Test
    void oneTableIsLoadedAgainWhileChangesGoOn(Random random) {
        History history = new History(flights, random);
        history.run(200);
        try (Task task = task(prepared("TRUNCATE_BEFORE_LOAD")).load()) {
            Instant loaded = task.statistics("leg").fullLoadEndTime();
            history.start(2);
            history.awaitCommitted(50);
            // As a hand at the target's console may.
            flights.atTarget("UPDATE leg SET note = 'by hand'", "DELETE FROM leg LIMIT 3");
            task.reload("leg");
            await().atMost(Duration.ofSeconds(60))
                    .until(
                            () -> task.statistics("leg"),
                            table ->
                                    table.fullLoadReloaded()
                                            && table.tableState().equals("Table completed")
                                            && table.fullLoadEndTime().isAfter(loaded));
            history.awaitCommitted(50);
            history.stop();
            task.awaitApplied();
            assertThat(comparison.differences()).isEmpty();
            assertThat(task.statistics("airline").fullLoadReloaded()).isFalse();
        }
    }

    @Test
    void eachTypeIsCarriedAlikeByTheLoadAndByChanges() {
        flights.atSource(
                """
                CREATE TABLE travelbuddy.kind (
                    id int PRIMARY KEY, small smallint, big bigint, exact numeric(20, 5),
                    single real, approximate double precision, flag boolean, day date,
                    moment timestamp, moment_z timestamptz, uid uuid, bytes bytea, document json,
                    document_b jsonb, fixed char(3), short varchar(20), long text)
                """,
                "INSERT INTO travelbuddy.kind VALUES (0)",
                kind(1));
        Rules rules = Rules.of(flights, "kind", "airline");
        try (Task task = task(prepared("DROP_AND_CREATE").with(rules)).load()) {
            flights.atSource(kind(2), "INSERT INTO travelbuddy.kind VALUES (3)");
            task.awaitApplied();
            String row =
                    """
                    SELECT concat_ws('|', small, big, exact, single, approximate, flag, day, moment,
                                     moment_z, uid, hex(bytes), document, document_b, fixed, short,
                                     long)
                      FROM kind WHERE id = %d
                    """
                            .replace(" long)", " `long`)");
            assertThat(flights.fromTarget(row.formatted(1)))
                    .containsExactly(
                            "-32768|9223372036854775807|-123456789012345.67890|1.5|0.1|true"
                                    + "|2024-02-29|2025-01-01 00:00:12.123456"
                                    + "|2025-01-01 00:00:00.500000"
                                    + "|5b6c1a52-6d0b-4b8e-9f6e-0f4e5a3c2d1b|00FF5C0A27"
                                    + "|{\"a\" :  [1, \"x\\n'\"]}|{\"a\": [1, \"x\\n'\"]}"
                                    + "|abc|\t\\N\n|\\");
            assertThat(flights.fromTarget(row.formatted(2)))
                    .isEqualTo(flights.fromTarget(row.formatted(1)));
            assertThat(flights.fromTarget(row.formatted(0))).containsExactly("");
            assertThat(flights.fromTarget(row.formatted(3))).containsExactly("");
        }
    }

    private static String kind(int id) {
        return """
               INSERT INTO travelbuddy.kind VALUES (
                   %d, -32768, 9223372036854775807, -123456789012345.6789, 1.5, 0.1, true,
                   '2024-02-29', '2025-01-01 00:00:12.123456', '2025-01-01 09:00:00.5+09',
                   '5b6c1a52-6d0b-4b8e-9f6e-0f4e5a3c2d1b', '\\x00ff5c0a27',
                   '{"a" :  [1, "x\\n''"]}', '{"a" :  [1, "x\\n''"]}', 'abc', E'\\t\\\\N\\n', '\\')
               """
                .formatted(id);
    }

    @Test
    void aTableOfATypeThatCannotBeCarriedIsInErrorAndSaysWhy() {
        flights.atSource(
                "CREATE TABLE travelbuddy.odd (id int PRIMARY KEY, spot point)",
                "INSERT INTO travelbuddy.odd VALUES (1, '(1,2)')",
                "INSERT INTO travelbuddy.airline VALUES ('A', 'a', 1)");
        flights.atTarget("CREATE TABLE odd (id INT PRIMARY KEY, spot TEXT)");
        Task.Plan plan =
                Task.Plan.of(flights)
                        .with(Rules.of(flights, "odd", "airline"))
                        .with(
                                TaskSettingsDocument.of(flights)
                                        .with(
                                                "ErrorBehavior",
                                                "TableErrorPolicy",
                                                "SUSPEND_TABLE"));
        try (Task task = task(plan).start()) {
            task.awaitApplied();
            assertThat(comparison.differences("airline")).isEmpty();
            assertThat(task.statistics("odd").tableState()).isEqualTo("Table error");
            assertThat(task.statistics("airline").tableState()).isEqualTo("Table completed");
            assertThat(task.description().status()).isEqualTo("running");
            assertThat(task.description().replicationTaskStats().tablesErrored()).isEqualTo(1);
            List<String> reasons =
                    flights.fromTarget(
                            "SELECT SUSPEND_REASON FROM %s.awsdms_suspended_tables"
                                    .formatted(flights.controlSchema()));
            assertThat(reasons).singleElement().asString().contains("spot", "point");
        }
    }

    private Task task(Task.Plan plan) {
        return Task.create(DMS, flights, plan);
    }

    private Task.Plan prepared(String mode) {
        return Task.Plan.of(flights)
                .with(
                        TaskSettingsDocument.of(flights)
                                .with("FullLoadSettings", "TargetTablePrepMode", mode));
    }
}

package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.time.Duration;
import java.util.List;

/** A row that the target does not take leads to what the error policy says. */
final class ErrorPolicyTest {

    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    private final Flights flights = new Flights();

    @AfterEach
    void close() {
        flights.close();
    }

    /** A special that the monolith's table does not take. */
    private enum Refused {
        FOUR_BYTE_CHARACTER("5", "\ud83d\udeeb", "header"),
        OUT_OF_RANGE("4294967296", "five", "id");

        private final String id;
        private final String header;
        private final String column;

        Refused(String id, String header, String column) {
            this.id = id;
            this.header = header;
            this.column = column;
        }
    }

    @ParameterizedTest
    @EnumSource
    void underLogErrorItIsRecordedAndTheTaskGoesOn(Refused row) {
        try (Task task = start("LOG_ERROR")) {
            insert(row.id, row.header);
            insert("6", "after");
            task.awaitApplied();
            assertThat(flights.fromTarget("SELECT header FROM flightspecial"))
                    .containsExactly("before", "after");
            assertThat(control("TABLE_NAME", "awsdms_apply_exceptions"))
                    .containsExactly("flightspecial");
            assertThat(control("ERROR", "awsdms_apply_exceptions").getFirst()).contains(row.column);
            assertThat(control("STATEMENT", "awsdms_apply_exceptions").getFirst())
                    .containsIgnoringCase("insert")
                    .contains(row.id);
            assertThat(task.statistics("flightspecial").tableState()).isEqualTo("Table completed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void underSuspendTableTheOtherTablesGoOn(Refused row) {
        try (Task task = start("SUSPEND_TABLE")) {
            insert(row.id, row.header);
            insert("6", "after");
            // Of another table.
            task.awaitApplied();
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () ->
                                    task.statistics("flightspecial")
                                            .tableState()
                                            .equals("Table error"));
            assertThat(task.description().status()).isEqualTo("running");
            assertThat(flights.fromTarget("SELECT header FROM flightspecial"))
                    .containsExactly("before");
            assertThat(control("TABLE_NAME", "awsdms_suspended_tables"))
                    .containsExactly("flightspecial");
            assertThat(control("SUSPEND_REASON", "awsdms_suspended_tables").getFirst())
                    .contains(row.column);
        }
    }

    @ParameterizedTest
    @EnumSource
    void underStopTaskItFailsAndSaysWhy(Refused row) {
        try (Task task = start("STOP_TASK")) {
            insert(row.id, row.header);
            ReplicationTask failed =
                    await().atMost(Duration.ofSeconds(30))
                            .until(task::description, t -> t.status().equals("failed"));
            assertThat(failed.lastFailureMessage()).contains("flightspecial").contains(row.column);
            assertThat(failed.stopReason()).startsWith("Stop Reason FATAL_ERROR");
            assertThat(flights.fromTarget("SELECT header FROM flightspecial"))
                    .containsExactly("before");
        }
    }

    private Task start(String policy) {
        insert("1", "before");
        TaskSettingsDocument settings =
                TaskSettingsDocument.of(flights)
                        .with("ErrorBehavior", "DataErrorPolicy", policy)
                        .with("ErrorBehavior", "DataTruncationErrorPolicy", policy)
                        .with("ErrorBehavior", "TableErrorPolicy", "SUSPEND_TABLE");
        return Task.create(DMS, flights, Task.Plan.of(flights).with(settings)).load();
    }

    private void insert(String id, String header) {
        flights.atSource(
                """
                INSERT INTO travelbuddy.flightspecial (id, header, cost)
                OVERRIDING SYSTEM VALUE VALUES (%s, '%s', 5)
                """
                        .formatted(id, header));
    }

    private List<String> control(String column, String table) {
        return flights.fromTarget(
                "SELECT %s FROM %s.%s".formatted(column, flights.controlSchema(), table));
    }
}

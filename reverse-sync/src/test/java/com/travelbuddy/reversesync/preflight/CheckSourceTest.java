package com.travelbuddy.reversesync.preflight;

import static com.travelbuddy.reversesync.preflight.Severity.ERROR;
import static com.travelbuddy.reversesync.preflight.Severity.INFO;
import static com.travelbuddy.reversesync.preflight.Severity.WARNING;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

class CheckSourceTest {

    private final Notes notes = new Notes(Area.SOURCE, new ArrayList<>(), new AtomicInteger());

    @Test
    void tellsEachMissingRightAndHowToGrantIt() {
        try (Flights flights = new Flights();
                Accounts accounts = new Accounts(flights)) {
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(ERROR))
                    .contains("replication-right", "schema-usage", "table-select");
            assertThat(checked.remedy("table-select"))
                    .isEqualTo(
                            "GRANT SELECT ON \"travelbuddy\".\"flightspecial\" TO \"%s\""
                                    .formatted(accounts.source()));
            assertThat(checked.remedy("not-checked")).contains("pg_read_all_stats");
        }
    }

    @Test
    void tellsWhatIsWrongWithTableAndSessions() {
        try (Flights flights = new Flights()) {
            flights.atSource(
                    "ALTER TABLE travelbuddy.flightspecial DROP CONSTRAINT flightspecial_pkey",
                    "ALTER TABLE travelbuddy.flightspecial REPLICA IDENTITY NOTHING",
                    "ALTER TABLE travelbuddy.flightspecial SET UNLOGGED",
                    "ALTER TABLE travelbuddy.flightspecial ADD shout text"
                            + " GENERATED ALWAYS AS (upper(header)) STORED",
                    "ALTER DATABASE %s SET statement_timeout = '1min'".formatted(flights.name()),
                    "ALTER DATABASE %s SET idle_in_transaction_session_timeout = '1min'"
                            .formatted(flights.name()),
                    "ALTER DATABASE %s SET wal_sender_timeout = '5s'".formatted(flights.name()),
                    "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')"
                            .formatted(flights.slot()));
            Checked checked = Checked.of(flights);
            assertThat(checked.ids(ERROR))
                    .contains(
                            "primary-key",
                            "replica-identity",
                            "unlogged",
                            "wal-sender-timeout",
                            "slot-plugin");
            assertThat(checked.ids(WARNING))
                    .contains("statement-timeout", "idle-transaction-timeout", "generated-column");
        }
    }

    @Test
    void tellsTablesThatHaveNoChangesToRead() {
        try (Flights flights = new Flights()) {
            flights.atSource(
                    "CREATE TABLE travelbuddy.parts (id int PRIMARY KEY) PARTITION BY RANGE (id)",
                    "CREATE VIEW travelbuddy.seen AS SELECT id FROM travelbuddy.flightspecial",
                    "ALTER TABLE travelbuddy.flightspecial REPLICA IDENTITY FULL");
            flights.declare(
                    """
                    tables:
                      - source: travelbuddy.parts
                      - source: travelbuddy.seen
                      - source: travelbuddy.gone
                      - source: travelbuddy.flightspecial
                    """);
            Checked checked = Checked.of(flights);
            assertThat(checked.evidence("table-kind"))
                    .contains("parts is partitioned", "seen is a view");
            assertThat(checked.evidence("source-table")).contains("travelbuddy.gone");
            assertThat(checked.ids(INFO)).contains("replica-identity");
        }
    }

    @Test
    void tellsRowsThatTheAccountMayNotSee() {
        try (Flights flights = new Flights();
                Accounts accounts = new Accounts(flights)) {
            accounts.grantAll();
            flights.atSource("ALTER TABLE travelbuddy.flightspecial ENABLE ROW LEVEL SECURITY");
            assertThat(Checked.of(flights).ids(ERROR)).containsExactly("row-security");
        }
    }

    @Test
    void tellsThatNoSlotIsFreeUnlessItIsTheTasks() {
        try (Flights flights = new Flights()) {
            int most =
                    Integer.parseInt(flights.fromSource("SHOW max_replication_slots").getFirst());
            int used =
                    Integer.parseInt(
                            flights.fromSource("SELECT count(*) FROM pg_replication_slots")
                                    .getFirst());
            String filler = flights.name() + "_filler_";
            try {
                for (int i = used; i < most; i++) {
                    flights.atSource(
                            "SELECT pg_create_physical_replication_slot('%s%d')"
                                    .formatted(filler, i));
                }
                Checked full = Checked.of(flights);
                assertThat(full.ids(ERROR)).containsExactly("replication-slots");
                assertThat(full.evidence("replication-slots"))
                        .isEqualTo(
                                "%1$d of %1$d (max_replication_slots) are in use".formatted(most));

                flights.set("source.slot", filler + (most - 1));
                assertThat(Checked.of(flights).ids(ERROR)).contains("slot-taken");

                flights.set("source.slot", flights.name());
                flights.atSource(
                        "SELECT pg_drop_replication_slot('%s%d')".formatted(filler, most - 1),
                        "SELECT pg_create_logical_replication_slot('%s', 'test_decoding')"
                                .formatted(flights.slot()));
                assertThat(Checked.of(flights).ids(ERROR)).isEmpty();
            } finally {
                flights.atSource(
                        """
                        SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
                         WHERE slot_name LIKE '%s%%'
                        """
                                .formatted(filler));
            }
        }
    }

    @Test
    void tellsTransactionsThatASlotHasToWaitFor() throws SQLException {
        try (Flights flights = new Flights();
                Connection open = flights.source();
                Connection own = flights.source()) {
            open.setAutoCommit(false);
            open.createStatement().execute("SELECT pg_current_xact_id()");
            new SourceActivity(own, notes).transactions(Duration.ZERO);
            assertThat(notes.findings())
                    .singleElement()
                    .satisfies(
                            finding -> {
                                assertThat(finding.id()).isEqualTo("long-transaction");
                                assertThat(finding.evidence()).contains("idle in transaction");
                            });
            open.rollback();
        }
    }

    @Test
    void judgesWhatNoServerAtHandShows() {
        SourceServer.judge(
                Map.of(
                        "server_version_num", "90624",
                        "wal_level", "replica",
                        "wal_sender_timeout", "600000",
                        "max_slot_wal_keep_size", "1024"),
                notes);
        SourceServer.room("wal-senders", "sender", "max_wal_senders", 10, 10, notes);
        assertThat(notes.findings().stream().map(one -> one.severity() + " " + one.id()))
                .containsExactly(
                        "ERROR source-version",
                        "ERROR wal-level",
                        "WARNING wal-sender-timeout",
                        "WARNING slot-keep-size",
                        "ERROR wal-senders");
    }

    @Test
    void takesALostSessionForAnError() {
        notes.check(
                "This",
                "nothing",
                () -> {
                    throw new SQLException("broken pipe", "08006");
                });
        notes.check(
                "That",
                "grant it",
                () -> {
                    throw new SQLException("permission denied", "42501");
                });
        assertThat(notes.findings().stream().map(one -> one.severity() + " " + one.id()))
                .containsExactly("ERROR session-lost", "WARNING not-checked");
        assertThat(notes.checks()).hasValue(2);
    }

    @Test
    void knowsWhichReleaseOfDmsReadsWhichPostgres() {
        assertThat(DmsRelease.forPostgres(120_000)).contains("0");
        assertThat(DmsRelease.forPostgres(160_004)).contains("3.5.3");
        assertThat(DmsRelease.forPostgres(180_000)).isEmpty();
        assertThat(List.of("3.5.2", "3.4.7"))
                .allMatch(release -> DmsRelease.isOlder(release, "3.5.3"));
        assertThat(List.of("3.5.3", "3.5.10", "3.6.0"))
                .noneMatch(release -> DmsRelease.isOlder(release, "3.5.3"));
    }
}

package com.travelbuddy.reversesync.preflight;

import static com.travelbuddy.reversesync.preflight.Severity.ERROR;
import static com.travelbuddy.reversesync.preflight.Severity.WARNING;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

class CheckOwnServerTest {

    @Test
    void tellsALostSlotAndAReplica() throws IOException {
        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgres.Options.temporary());
                Flights flights =
                        new Flights(postgres, LocalCloud.mariaDb(), LocalCloud.dms().uri())) {
            flights.atSource(
                    "ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'",
                    "ALTER SYSTEM SET max_prepared_transactions = 2");
            postgres.stop();
            postgres.start();
            flights.atSource(
                    "SELECT pg_create_logical_replication_slot('%s', 'test_decoding')"
                            .formatted(flights.slot()));
            for (int i = 0; i < 5; i++) {
                flights.atSource(
                        "SELECT pg_logical_emit_message(false, 'of a test', 'log')",
                        "SELECT pg_switch_wal()");
            }
            flights.atSource("CHECKPOINT", "BEGIN; SELECT 1; PREPARE TRANSACTION 'left over'");
            Checked lost = Checked.of(flights);
            assertThat(lost.ids(ERROR)).containsExactly("slot-lost");
            assertThat(lost.ids(WARNING)).contains("prepared-transaction", "slot-keep-size");
            assertThat(lost.evidence("prepared-transaction")).contains("'left over'");
            assertThat(lost.evidence("slot-keep-size"))
                    .isEqualTo("max_slot_wal_keep_size is 1 MiB");

            flights.atSource("ROLLBACK PREPARED 'left over'");
            postgres.stop();
            Path standby = postgres.folder().resolve("data").resolve("standby.signal");
            Files.createFile(standby);
            postgres.start();
            try {
                assertThat(Checked.of(flights).ids(ERROR)).containsExactly("read-replica");
            } finally {
                flights.atSource("SELECT pg_promote()");
                await().atMost(Duration.ofSeconds(30))
                        .until(
                                () ->
                                        flights.fromSource("SELECT pg_is_in_recovery()")
                                                .getFirst()
                                                .equals("f"));
            }
        }
    }
}

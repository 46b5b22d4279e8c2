package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.time.Duration;
import java.util.List;

/** The replication slot lives as long as its task needs it, and its loss is told. */
final class SlotTest {

    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    private final Flights flights = new Flights();

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void aStoppedTaskKeepsItsSlotAndWithItWhatIsWrittenMeanwhile() {
        try (Task task = Task.create(DMS, flights, Task.Plan.of(flights)).load()) {
            List<String> slots = flights.slots();
            assertThat(slots).hasSize(1);
            task.stop();
            await().until(() -> active().equals(List.of("f")));
            flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'meanwhile', NULL)");
            task.resume();
            task.awaitApplied();
            assertThat(flights.slots()).isEqualTo(slots);
            assertThat(new Comparison(flights).differences()).isEmpty();
        }
    }

    @Test
    void aDeletedTaskLeavesItsSlot() {
        try (Task task = Task.create(DMS, flights, Task.Plan.of(flights)).load()) {
            task.stop();
        }
        assertThat(flights.slots()).hasSize(1);
    }

    @Test
    void withoutItsSlotATaskFailsAndSaysWhatToDo() {
        try (Task task = Task.create(DMS, flights, Task.Plan.of(flights)).load()) {
            task.stop();
            await().until(() -> active().equals(List.of("f")));
            String slot = flights.slots().getFirst();
            flights.fromSource("SELECT pg_drop_replication_slot('%s')".formatted(slot));
            task.start(StartReplicationTaskTypeValue.RESUME_PROCESSING);
            ReplicationTask failed =
                    await().atMost(Duration.ofSeconds(60))
                            .until(task::description, t -> t.status().equals("failed"));
            assertThat(failed.lastFailureMessage())
                    .contains(slot)
                    .containsIgnoringCase("slot")
                    .containsIgnoringCase("reload");
            // And does not quietly go on from now.
            assertThat(flights.slots()).isEmpty();
        }
    }

    @Test
    void aReloadMakesTheSlotAnew() {
        flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1)");
        try (Task task = Task.create(DMS, flights, Task.Plan.of(flights)).load()) {
            task.stop();
            await().until(() -> active().equals(List.of("f")));
            flights.fromSource(
                    "SELECT pg_drop_replication_slot('%s')".formatted(flights.slots().getFirst()));
            flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 2, 'two', 2)");
            task.start(StartReplicationTaskTypeValue.RELOAD_TARGET);
            task.awaitStatus("running");
            task.awaitLoaded();
            flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 3, 'three', 3)");
            task.awaitApplied();
            assertThat(new Comparison(flights).differences()).isEmpty();
        }
    }

    private List<String> active() {
        return flights.fromSource(
                """
                SELECT active FROM pg_replication_slots WHERE database = current_database()
                """);
    }
}

package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.time.Duration;
import java.util.Random;

/** As {@link RandomHistoryTest}, with several source transactions in one of the target. */
final class GroupedHistoryTest {

    @RegisterExtension static final Chance CHANCE = Chance.ofHistories();

    @RegisterExtension static final DmsProcess DMS = new DmsProcess("--grouped-changes", "1000");

    @Test
    void theTargetFollowsExactlyAndTheStatisticsAddUp(Random random) {
        for (int round = 1; round <= CHANCE.rounds(); round++) {
            try (Flights flights = new Flights()) {
                RandomHistoryTest.round(DMS, round, flights, random);
            }
        }
    }

    @Test
    void aTransactionThatStopsTheTaskDoesNotTakeThoseBeforeItAlong() {
        try (Flights flights = new Flights()) {
            TaskSettingsDocument settings =
                    TaskSettingsDocument.of(flights)
                            .with("ErrorBehavior", "DataTruncationErrorPolicy", "STOP_TASK")
                            .with("ErrorBehavior", "RecoverableErrorInterval", 1);
            try (Task task =
                    Task.create(DMS, flights, Task.Plan.of(flights).with(settings)).load()) {
                task.stop();
                for (long id : new long[] {1, 2, 3, 4_294_967_296L, 5}) {
                    flights.atSource(
                            """
                            INSERT INTO travelbuddy.flightspecial (id, header, cost)
                            OVERRIDING SYSTEM VALUE VALUES (%d, 'of group', 1)
                            """
                                    .formatted(id));
                }
                task.start(StartReplicationTaskTypeValue.RESUME_PROCESSING);
                await().atMost(Duration.ofSeconds(60))
                        .until(task::description, t -> t.status().equals("failed"));
                assertThat(flights.fromTarget("SELECT id FROM flightspecial ORDER BY id"))
                        .containsExactly("1", "2", "3");
                assertThat(
                                flights.fromTarget(
                                        "SELECT TABLE_NAME FROM %s.awsdms_apply_exceptions"
                                                .formatted(flights.controlSchema())))
                        .containsExactly("flightspecial");
            }
        }
    }
}

package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Whatever is written at the source, and whenever a task is interrupted, the target follows. */
final class RandomHistoryTest {

    private static final Logger LOG = LoggerFactory.getLogger(RandomHistoryTest.class);
    private static final int SESSIONS = 3;
    private static final int TRANSACTIONS = 400;

    @RegisterExtension static final Chance CHANCE = Chance.ofHistories();
    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    /** How a task is kept from its work. */
    private enum Interruption {
        NONE,
        STOP,
        TERMINATION,
        KILL
    }

    @Test
    void theTargetFollowsExactlyAndTheStatisticsAddUp(Random random) {
        for (int round = 1; round <= CHANCE.rounds(); round++) {
            try (Flights flights = new Flights()) {
                round(DMS, round, flights, random);
            }
        }
    }

    static void round(DmsProcess dms, int round, Flights flights, Random random) {
        // So that the load is not of nothing.
        new History(flights, random).run(100);
        try (Task task = Task.create(dms, flights, Task.Plan.of(flights)).load()) {
            History history = new History(flights, random);
            List<Interruption> interruptions = new ArrayList<>();
            history.start(SESSIONS);
            while (history.committed() < TRANSACTIONS || interruptions.size() < 4) {
                history.awaitCommitted(1 + random.nextInt(TRANSACTIONS / 4));
                Interruption interruption =
                        Interruption.values()[random.nextInt(Interruption.values().length)];
                interruptions.add(interruption);
                interrupt(dms, task, interruption);
                if (random.nextBoolean()) {
                    history.awaitCommitted(1 + random.nextInt(TRANSACTIONS / 8));
                }
                task.bringBack();
            }
            history.stop();
            task.awaitApplied();
            LOG.info(
                    "Round {}: {} transactions, {}; rows {}, {}, {}",
                    round,
                    history.committed(),
                    interruptions,
                    history.changes("airline"),
                    history.changes("flightspecial"),
                    history.changes("leg"));
            assertThat(new Comparison(flights).differences())
                    .as("round %d, %s", round, interruptions)
                    .isEmpty();
            for (String table : Flights.TABLES) {
                long markers = table.equals("airline") ? flights.markers() : 0;
                task.awaitChanges(table, history.changes(table).plus(new Changes(markers, 0, 0)));
            }
        }
    }

    private static void interrupt(DmsProcess dms, Task task, Interruption interruption) {
        switch (interruption) {
            case NONE -> {}
            case STOP -> task.stop();
            case TERMINATION -> assertThat(dms.terminate()).as("exit code").isIn(0, 143);
            case KILL -> dms.kill();
        }
    }
}

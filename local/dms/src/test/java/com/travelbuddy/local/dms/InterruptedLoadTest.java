package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.time.Duration;
import java.util.Random;

/** DMS Local is killed in the middle of a load, which it takes up again. */
final class InterruptedLoadTest {

    private static final int ROWS = 100_000;

    @RegisterExtension static final Chance CHANCE = Chance.ofFaults();
    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    @Test
    void theTargetFollowsAllTheSame(Random random) {
        for (int round = 0; round < CHANCE.rounds(); round++) {
            try (Flights flights = new Flights();
                    CuttableLink source = new CuttableLink(flights.postgres().port());
                    CuttableLink target = new CuttableLink(flights.mariaDb().port())) {
                killInTheMiddle(flights, source, target, random);
            }
        }
    }

    private static void killInTheMiddle(
            Flights flights, CuttableLink source, CuttableLink target, Random random) {
        flights.atSource(
                """
                INSERT INTO travelbuddy.flightspecial
                    (id, header, body, origin_code, cost, expiry_date)
                OVERRIDING SYSTEM VALUE
                SELECT n, 'header ' || n, repeat('body ', 20), 'ICN', n,
                       timestamp '2025-01-01' + n * interval '1.234567 seconds'
                  FROM generate_series(1, %d) AS n
                """
                        .formatted(ROWS));
        History history = new History(flights, random);
        try (Task task = Task.create(DMS, flights, Task.Plan.of(flights).over(source, target))) {
            // Of some twelve million.
            target.stallAfter(CuttableLink.Direction.TO_SERVER, 1 + random.nextInt(8_000_000));
            task.start();
            await().atMost(Duration.ofSeconds(60)).until(target::isStalled);
            history.start(2);
            history.awaitCommitted(50);
            flights.atSource(
                    "UPDATE travelbuddy.flightspecial SET cost = -id % 1000 WHERE id % 10 = 0",
                    "DELETE FROM travelbuddy.flightspecial WHERE id % 10 = 1");
            assertThat(task.statistics("flightspecial").tableState())
                    .as("the load was done before the kill")
                    .isNotEqualTo("Table completed");
            DMS.kill();
            target.cut();
            target.restore();
            history.awaitCommitted(50);
            task.bringBack();
            history.awaitCommitted(50);
            history.stop();
            task.awaitLoaded();
            task.awaitApplied();
            assertThat(new Comparison(flights).differences()).isEmpty();
        }
    }
}

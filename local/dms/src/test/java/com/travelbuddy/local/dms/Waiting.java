package com.travelbuddy.local.dms;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Knows when a run waits for a lock of a target's table. */
final class Waiting {

    private Waiting() {}

    static void awaitOnTable(Flights flights, String table) {
        String waiting =
                """
                SELECT 1 FROM information_schema.PROCESSLIST
                 WHERE user = '%s' AND state LIKE 'Waiting for table%%' AND info LIKE '%%%s%%'
                """
                        .formatted(Servers.TARGET_USERNAME, table);
        await().atMost(Duration.ofSeconds(30)).until(() -> !flights.fromTarget(waiting).isEmpty());
    }
}

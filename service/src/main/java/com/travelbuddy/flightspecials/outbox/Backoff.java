package com.travelbuddy.flightspecials.outbox;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses between tries that double up to a limit, with full jitter. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);

    private final Duration longest;
    private int failures;

    Backoff(Duration longest) {
        this.longest = longest;
    }

    void reset() {
        failures = 0;
    }

    /** A random part, at least half, of the current limit; the limit doubles with each call. */
    Duration next() {
        long limit = Math.min(longest.toMillis(), FIRST.toMillis() << Math.min(failures++, 20));
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(limit / 2, limit + 1));
    }
}

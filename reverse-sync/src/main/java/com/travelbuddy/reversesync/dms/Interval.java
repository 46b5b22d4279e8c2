package com.travelbuddy.reversesync.dms;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Pauses that grow up to sixfold, not quite regular, so that several runs do not march in step. */
final class Interval {

    private static final double GROWTH = 1.5;
    private static final double MOST = 6;

    private final Duration first;
    private double factor = 1;

    Interval(Duration first) {
        this.first = first;
    }

    void pause() {
        double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
        try {
            Thread.sleep(Duration.ofNanos((long) (first.toNanos() * factor * jitter)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting", e);
        }
        factor = Math.min(MOST, factor * GROWTH);
    }
}

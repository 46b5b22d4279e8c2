package com.travelbuddy.reversesync.verify;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Bounds the load: after some rows it waits until they may have been read. */
final class Pace {

    private final int rowsPerSecond;
    private long free = System.nanoTime();

    /**
     * @param rowsPerSecond 0: no bound
     */
    Pace(int rowsPerSecond) {
        this.rowsPerSecond = rowsPerSecond;
    }

    /** Never more at once than a second's. */
    int chunk(int rows) {
        return rowsPerSecond == 0 ? rows : Math.min(rows, rowsPerSecond);
    }

    void read(long rows) {
        if (rowsPerSecond == 0) {
            return;
        }
        long now = System.nanoTime();
        // What was not used while there was something else to do is gone.
        free = Math.max(free, now - Duration.ofSeconds(1).toNanos());
        free += Math.round(rows * 1e9 / rowsPerSecond);
        if (free > now) {
            pause(Duration.ofNanos(free - now));
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted; run again to go on from here");
        }
    }
}

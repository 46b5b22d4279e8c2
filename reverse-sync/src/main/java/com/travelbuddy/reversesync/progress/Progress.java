package com.travelbuddy.reversesync.progress;

import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Tells how far long work has come: by a bar that is drawn anew on a terminal, by a line now and
 * then elsewhere. Safe for use by several threads.
 */
public final class Progress {

    private static final Duration REDRAW = Duration.ofMillis(200);
    private static final Duration LINE = Duration.ofSeconds(10);
    private static final int WIDTH = 30;

    private final PrintWriter out;
    private final boolean terminal;
    private final Clock clock;
    private Instant told;
    private String work = "";
    private Instant begun;
    private boolean drawn;

    /**
     * @param terminal whether a bar can be drawn
     */
    public Progress(PrintWriter out, boolean terminal, Clock clock) {
        this.out = out;
        this.terminal = terminal;
        this.clock = clock;
        this.begun = clock.instant();
        this.told = Instant.MIN;
    }

    /** A line about something that has happened. */
    public synchronized void line(String text) {
        erase();
        out.println(text);
        out.flush();
    }

    /**
     * How far something is. Told at intervals, and when it is done.
     *
     * @param what the work, such as {@code verify travelbuddy.flightspecial}
     * @param total in the same unit as done; 0: unknown
     * @param unit such as {@code rows}
     */
    public synchronized void at(String what, long done, long total, String unit) {
        Instant now = clock.instant();
        if (!what.equals(work)) {
            work = what;
            begun = now;
            told = terminal ? Instant.MIN : now;
        }
        boolean complete = total > 0 && done >= total;
        Duration interval = terminal ? REDRAW : LINE;
        if (!complete
                && told != Instant.MIN
                && Duration.between(told, now).compareTo(interval) < 0) {
            return;
        }
        told = now;
        double seconds = Math.max(Duration.between(begun, now).toMillis() / 1000.0, 0.001);
        String rate = "%,.0f %s/s".formatted(done / seconds, unit);
        String amount =
                total > 0
                        ? "%,d of %,d %s, %d %%, %s"
                                .formatted(
                                        done, total, unit, Math.min(100, done * 100 / total), rate)
                        : "%,d %s, %s".formatted(done, unit, rate);
        if (terminal) {
            int filled = total > 0 ? (int) Math.min(WIDTH, done * WIDTH / total) : 0;
            out.print(
                    "\r\u001b[K%s [%s%s] %s"
                            .formatted(
                                    what, "#".repeat(filled), " ".repeat(WIDTH - filled), amount));
            drawn = true;
            if (complete) {
                out.println();
                drawn = false;
            }
        } else {
            out.println("%s: %s".formatted(what, amount));
        }
        out.flush();
    }

    private void erase() {
        if (drawn) {
            out.print("\r\u001b[K");
            drawn = false;
        }
    }
}

package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.DmsSettings;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Waits for something at DMS, in the place of the SDK's waiters: those take ordinary states on the
 * way for failures, and some failures for states on the way.
 */
public final class Waiter {

    /** How what was seen is to be taken. */
    public sealed interface Phase {

        /** It is what was waited for. */
        record There() implements Phase {}

        /** It is on its way. */
        record Moving(String state) implements Phase {}

        /** It will not become what was waited for. */
        record Never(FailedResourceException failure) implements Phase {}
    }

    private final Duration interval;
    private final Duration timeout;
    private final Progress progress;
    private final Retrying retrying;

    public Waiter(DmsSettings settings, Progress progress) {
        this.interval = settings.pollInterval();
        this.timeout = settings.timeout();
        this.progress = progress;
        this.retrying = new Retrying(interval, progress);
    }

    /**
     * Looks until it is there.
     *
     * @param what such as {@code instance demo available}
     * @return what was seen last
     * @throws FailedResourceException when it will never be there
     * @throws TimedOutException when it is not there in time
     */
    public <T> T until(String what, Supplier<T> look, Function<T, Phase> judge) {
        long begun = System.nanoTime();
        Interval pauses = new Interval(interval);
        String told = "";
        while (true) {
            T seen = retrying.get(look);
            switch (judge.apply(seen)) {
                case Phase.There _ -> {
                    if (!told.isEmpty()) {
                        progress.line("Waiting for %s: done".formatted(what));
                    }
                    return seen;
                }
                case Phase.Never(FailedResourceException failure) -> throw failure;
                case Phase.Moving(String state) -> {
                    if (!state.equals(told)) {
                        progress.line("Waiting for %s: %s".formatted(what, state));
                        told = state;
                    }
                    if (System.nanoTime() - begun > timeout.toNanos()) {
                        throw new TimedOutException(
                                "Not there within %s (dms.timeout): %s; it is %s. It may still come: do the same again to wait on"
                                        .formatted(timeout, what, state));
                    }
                }
            }
            pauses.pause();
        }
    }
}

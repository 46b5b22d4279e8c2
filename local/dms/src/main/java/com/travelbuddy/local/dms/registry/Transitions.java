package com.travelbuddy.local.dms.registry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Carries on what a change has set going: the next state after the dwell time, and slow work beside
 * it. What has not been carried out when the process ends is begun again by the next one.
 */
final class Transitions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Transitions.class);

    private final Store store;
    private final Duration dwell;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("transitions").factory());

    Transitions(Store store, Duration dwell) {
        this.store = store;
        this.dwell = dwell;
    }

    /** Makes another change after the dwell time. */
    void later(Transaction transaction, Consumer<Transaction> step) {
        transaction.afterwards(() -> schedule(() -> store.run(step)));
    }

    /** Does something slow after the dwell time, on a thread of its own. */
    void beside(Transaction transaction, String name, Runnable work) {
        transaction.afterwards(
                () -> schedule(() -> Thread.ofVirtual().name(name).start(guarded(work))));
    }

    void every(Duration interval, Runnable work) {
        timer.scheduleWithFixedDelay(
                guarded(work), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void schedule(Runnable work) {
        try {
            timer.schedule(guarded(work), dwell.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException _) {
            LOG.debug("Left to the next start");
        }
    }

    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException e) {
                if (!timer.isShutdown()) {
                    LOG.error("A change of state failed", e);
                }
            }
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}

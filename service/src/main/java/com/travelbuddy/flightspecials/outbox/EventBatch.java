package com.travelbuddy.flightspecials.outbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Events that were handed to the broker together, and what is known of each. Safe for use by many
 * threads.
 */
final class EventBatch {

    private final int size;
    private List<OutboxEvent> acknowledged = new ArrayList<>();
    private int acknowledgedInAll;
    private Throwable failure;

    EventBatch(int size) {
        this.size = size;
    }

    synchronized void acknowledged(OutboxEvent event) {
        acknowledged.add(event);
        acknowledgedInAll++;
        if (acknowledgedInAll == size) {
            notifyAll();
        }
    }

    synchronized void failed(Throwable reason) {
        if (failure == null) {
            failure = reason;
        }
        notifyAll();
    }

    /**
     * Waits until each event is acknowledged or one has failed; returns whether that came true in
     * time.
     */
    synchronized boolean await(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (acknowledgedInAll < size && failure == null) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    /** The events that were acknowledged since the last call. */
    synchronized List<OutboxEvent> takeAcknowledged() {
        List<OutboxEvent> taken = acknowledged;
        acknowledged = new ArrayList<>();
        return taken;
    }

    synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }
}

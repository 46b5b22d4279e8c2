package com.travelbuddy.reversesync.http;

import com.travelbuddy.reversesync.settings.ServeSettings;
import com.travelbuddy.reversesync.status.Status;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks at the sync at intervals, one look at a time, and remembers the last hours. */
public final class Sampler implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sampler.class);

    /** More than any look takes. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(2);

    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final int MOST_SAMPLES = 20_000;

    private final Look look;
    private final Duration interval;
    private final int capacity;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("sampler").unstarted(this::run);
    private final Deque<Sample> history = new ArrayDeque<>();
    private volatile Optional<Status> latest = Optional.empty();
    private volatile long lastSign = System.nanoTime();

    /** One look at the sync. */
    @FunctionalInterface
    public interface Look {
        Status take() throws InterruptedException;
    }

    public Sampler(Look look, ServeSettings settings) {
        this.look = look;
        this.interval =
                settings.interval().compareTo(SHORTEST) < 0 ? SHORTEST : settings.interval();
        this.capacity =
                Math.clamp(settings.history().toMillis() / interval.toMillis(), 2, MOST_SAMPLES);
    }

    public void start() {
        thread.start();
    }

    /** The last look; empty before the first one. */
    Optional<Status> latest() {
        return latest;
    }

    /** What was seen after a moment, oldest first. */
    List<Sample> history(Instant after) {
        synchronized (history) {
            return history.stream().filter(sample -> sample.at().isAfter(after)).toList();
        }
    }

    /** Whether looks are still being taken. */
    boolean isAlive() {
        Duration silence = Duration.ofNanos(System.nanoTime() - lastSign);
        return thread.isAlive()
                && silence.compareTo(interval.multipliedBy(3).plus(LONGEST_LOOK)) < 0;
    }

    @Override
    public void close() {
        stop.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            do {
                sample();
            } while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            LOG.debug("Told to end");
        }
    }

    private void sample() throws InterruptedException {
        try {
            Status status = look.take();
            synchronized (history) {
                if (history.size() >= capacity) {
                    history.removeFirst();
                }
                history.addLast(Sample.of(status));
            }
            change(latest, status);
            latest = Optional.of(status);
            lastSign = System.nanoTime();
        } catch (RuntimeException e) {
            // The next look may succeed; if none does, this is no longer alive.
            LOG.error("A look has failed", e);
        }
    }

    private static void change(Optional<Status> before, Status now) {
        if (before.isEmpty() || before.get().judgement().verdict() != now.judgement().verdict()) {
            LOG.info("{}: {}", now.judgement().title(), now.judgement().sentence());
        }
    }
}

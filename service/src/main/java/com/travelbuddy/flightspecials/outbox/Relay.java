package com.travelbuddy.flightspecials.outbox;

import com.travelbuddy.flightspecials.database.Database;
import com.travelbuddy.flightspecials.settings.KafkaSettings;
import com.travelbuddy.flightspecials.settings.RelaySettings;

import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Moves events from the outbox to the topic, each at least once, those of one special in the order
 * of their commits. Of all replicas one leads, by a lock that hangs on its database session; the
 * others stand by.
 */
public final class Relay {

    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    private static final Duration STANDBY_INTERVAL = Duration.ofMillis(500);
    private static final Duration SESSION_CHECK = Duration.ofSeconds(1);

    /** The first pause after work; each further one is twice as long, up to the poll interval. */
    private static final Duration FIRST_POLL = Duration.ofMillis(5);

    /** No acknowledgement for so long means that the broker is looked at. */
    private static final Duration STALL = Duration.ofSeconds(3);

    /** No acknowledgement for so long, though the broker answers, means a new producer. */
    private static final Duration WEDGED = Duration.ofMinutes(2);

    private final Database database;
    private final Topic topic;
    private final RelaySettings settings;
    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("relay").unstarted(this::run);
    private final LongAdder published = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Backoff databaseRetries;
    private final Backoff brokerRetries;

    private volatile RelayState state = RelayState.STARTING;
    private volatile boolean leader;
    private volatile long stopDeadline;

    public Relay(Database database, KafkaSettings kafka, RelaySettings settings) {
        this.database = database;
        this.topic = new Topic(kafka);
        this.settings = settings;
        this.databaseRetries = new Backoff(settings.retryMax());
        this.brokerRetries = new Backoff(settings.retryMax());
    }

    public void start() {
        thread.start();
    }

    /** Says that an event was committed. Cheap; never blocks. */
    public void wake() {
        if (leader && wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** Whether the relay's thread is at work, as it must be from start to stop. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    public RelayState state() {
        return state;
    }

    /** Whether this replica's relay is the one that publishes. */
    public boolean isLeader() {
        return leader;
    }

    /** Events that the broker has acknowledged since the start. */
    public long published() {
        return published.sum();
    }

    /** Tries to publish that have failed since the start. */
    public long failures() {
        return failures.sum();
    }

    /**
     * Ends the batch that is under way, then stops; gives it up when it takes longer than allowed.
     */
    public void stop(Duration timeout) {
        stopDeadline = System.nanoTime() + timeout.toNanos();
        stop.countDown();
        wake.release();
        if (thread.getState() == Thread.State.NEW) {
            return;
        }
        if (state.isTrouble()) {
            // There is no batch that could end.
            thread.interrupt();
        }
        try {
            thread.join(timeout.plusSeconds(1));
            thread.interrupt();
            thread.join(Duration.ofSeconds(1));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isStopping()) {
                try (OutboxSession session = OutboxSession.open(database)) {
                    awaitLead(session);
                    lead(session);
                } catch (SQLException e) {
                    enter(RelayState.DATABASE_AWAY, e);
                    sleep(databaseRetries.next());
                } catch (RuntimeException e) {
                    // Whatever it is, the thread must live: nobody else would publish.
                    enter(RelayState.FAULTY, e);
                    sleep(databaseRetries.next());
                } finally {
                    leader = false;
                }
            }
        } catch (InterruptedException _) {
            LOG.warn("The relay was interrupted; what is not acknowledged is sent again");
        } finally {
            enter(RelayState.STOPPED, null);
        }
    }

    private void awaitLead(OutboxSession session) throws SQLException, InterruptedException {
        while (!isStopping() && !session.tryLead()) {
            enter(RelayState.STANDBY, null);
            databaseRetries.reset();
            sleep(STANDBY_INTERVAL);
        }
        leader = !isStopping();
    }

    private void lead(OutboxSession session) throws SQLException, InterruptedException {
        while (!isStopping()) {
            session.check();
            try {
                topic.require();
                publish(session);
            } catch (PublishingException e) {
                failures.increment();
                enter(e.state(), e);
                sleep(brokerRetries.next());
            }
        }
    }

    private void publish(OutboxSession session)
            throws SQLException, InterruptedException, PublishingException {
        try (EventChannel channel = new EventChannel(topic.producer(), topic.name())) {
            long pause = FIRST_POLL.toMillis();
            while (!isStopping()) {
                List<OutboxEvent> events = session.next(settings.batchSize());
                databaseRetries.reset();
                if (events.isEmpty()) {
                    enter(RelayState.PUBLISHING, null);
                    wake.tryAcquire(pause, TimeUnit.MILLISECONDS);
                    pause = Math.min(2 * pause, settings.pollInterval().toMillis());
                } else {
                    complete(session, channel.publish(events));
                    pause = FIRST_POLL.toMillis();
                }
            }
        } catch (KafkaException e) {
            throw new PublishingException(e);
        }
    }

    /** Removes events as they are acknowledged, until all of the batch are, or one has failed. */
    private void complete(OutboxSession session, EventBatch batch)
            throws SQLException, InterruptedException, PublishingException {
        long lastProgress = System.nanoTime();
        boolean done;
        do {
            done = batch.await(SESSION_CHECK);
            List<OutboxEvent> acknowledged = batch.takeAcknowledged();
            if (acknowledged.isEmpty()) {
                session.check();
                judgeSilence(Duration.ofNanos(System.nanoTime() - lastProgress));
            } else {
                session.remove(acknowledged);
                published.add(acknowledged.size());
                lastProgress = System.nanoTime();
            }
        } while (!done);
        if (batch.failure().isPresent()) {
            throw new PublishingException(batch.failure().get());
        }
        brokerRetries.reset();
        enter(RelayState.PUBLISHING, null);
    }

    /**
     * The producer keeps trying by itself, in order and without repeats, so it is kept for as long
     * as that may help.
     */
    private void judgeSilence(Duration silence) throws InterruptedException, PublishingException {
        if (isStopping()) {
            if (silence.compareTo(STALL) > 0 || System.nanoTime() > stopDeadline) {
                throw new PublishingException(
                        new TimeoutException("The broker did not acknowledge before the stop"));
            }
        } else if (silence.compareTo(STALL) > 0) {
            try {
                topic.require();
            } catch (PublishingException e) {
                failures.increment();
                enter(e.state(), e);
                return;
            }
            if (silence.compareTo(WEDGED) > 0) {
                throw new PublishingException(
                        new TimeoutException(
                                "No acknowledgement for " + silence.toSeconds() + " s"));
            }
        }
    }

    private boolean isStopping() {
        return stop.getCount() == 0;
    }

    /**
     * Unlike the wait for work this is not cut short by commits: a fault is not retried faster
     * under load.
     */
    private void sleep(Duration duration) throws InterruptedException {
        stop.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void enter(RelayState next, Exception cause) {
        RelayState previous = state;
        if (previous == next) {
            return;
        }
        state = next;
        if (next == RelayState.FAULTY) {
            LOG.error("The relay {}", next.words(), cause);
        } else if (next.isTrouble()) {
            LOG.warn("The relay {}{}", next.words(), reason(cause));
        } else {
            LOG.info("The relay {}", next.words());
        }
    }

    private static String reason(Exception failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof PublishingException
                ? ""
                : " (%s: %s)".formatted(root.getClass().getSimpleName(), root.getMessage());
    }
}

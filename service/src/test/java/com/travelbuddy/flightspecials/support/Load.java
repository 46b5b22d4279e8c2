package com.travelbuddy.flightspecials.support;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Clients that update headers, each as fast as it is answered, whatever the answer, and remember
 * what was answered.
 */
public final class Load implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int SPECIALS = 11;

    /** An update that the service has said to be stored. */
    public record Answered(long special, long version, String header) {}

    private final Client client = new Client();
    private final Supplier<URI> service;
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<Answered> answered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger answeredCount = new AtomicInteger();
    private final ConcurrentMap<Integer, Integer> refused = new ConcurrentHashMap<>();
    private final AtomicInteger cut = new AtomicInteger();
    private volatile boolean stopped;

    private Load(Supplier<URI> service, int clients) {
        this.service = service;
        for (int number = 0; number < clients; number++) {
            String name = "client " + number;
            threads.add(Thread.ofPlatform().name(name).daemon().start(() -> update(name)));
        }
    }

    /**
     * Starts clients.
     *
     * @param service says before each update where to send it
     */
    public static Load start(int clients, Supplier<URI> service) {
        return new Load(service, clients);
    }

    private void update(String name) {
        for (int number = 0; !stopped; number++) {
            long special = 1 + ThreadLocalRandom.current().nextInt(SPECIALS);
            String header = name + " update " + number;
            try {
                HttpResponse<String> answer = client.update(service.get(), special, header);
                if (answer.statusCode() == 200) {
                    String tag = answer.headers().firstValue("ETag").orElseThrow();
                    long version = Long.parseLong(tag.replace("\"", ""));
                    answered.add(new Answered(special, version, header));
                    answeredCount.incrementAndGet();
                    continue;
                }
                refused.merge(answer.statusCode(), 1, Integer::sum);
            } catch (IOException e) {
                cut.incrementAndGet();
            }
            // What is refused at once is not asked for a thousand times a second.
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** Waits until a number of further updates were stored. */
    public void awaitAnswered(int more) {
        int target = answeredCount.get() + more;
        await().atMost(BOUND)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .until(() -> answeredCount.get() >= target);
    }

    public Collection<Answered> answered() {
        return answered;
    }

    /** Answers other than 200, by status. */
    public Map<Integer, Integer> refused() {
        return refused;
    }

    /** Updates that got no answer at all. */
    public int cut() {
        return cut.get();
    }

    /** Stops the clients once each has its last answer. */
    public void stop() {
        stopped = true;
        for (Thread thread : threads) {
            try {
                thread.join(BOUND);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        stop();
        client.close();
    }
}

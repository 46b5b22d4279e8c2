package com.travelbuddy.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a closed loop of clients achieved.
 *
 * @param perSecond calls per second
 * @param p50 median latency of a call in ms
 * @param p99 99th percentile in ms
 */
record Figures(double perSecond, double p50, double p99) {

    private static final int MOST_SAMPLES = 1_000_000;

    /** Makes calls, one after the other. */
    interface Client extends AutoCloseable {
        void call() throws Exception;

        @Override
        void close() throws IOException, SQLException;
    }

    /** Makes the client of a number. */
    @FunctionalInterface
    interface ClientFactory {
        Client create(int number) throws Exception;
    }

    /** Warms up for as long as it then measures. */
    static Figures measure(int clients, Duration duration, ClientFactory factory)
            throws InterruptedException {
        long warm = System.nanoTime() + duration.toNanos();
        long end = warm + duration.toNanos();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<long[]>> samples = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                int number = i;
                samples.add(threads.submit(() -> loop(factory, number, clients, warm, end)));
            }
            long[] all =
                    samples.stream()
                            .flatMapToLong(future -> Arrays.stream(result(future)))
                            .sorted()
                            .toArray();
            double seconds = duration.toNanos() / 1e9;
            return new Figures(all.length / seconds, at(all, 0.5), at(all, 0.99));
        }
    }

    private static long[] loop(ClientFactory factory, int number, int clients, long warm, long end)
            throws Exception {
        long[] samples = new long[MOST_SAMPLES / clients * 4];
        int count = 0;
        try (Client client = factory.create(number)) {
            long start = System.nanoTime();
            while (start < end && count < samples.length) {
                client.call();
                long now = System.nanoTime();
                if (start >= warm) {
                    samples[count++] = now - start;
                }
                start = now;
            }
        }
        return Arrays.copyOf(samples, count);
    }

    private static long[] result(Future<long[]> future) {
        try {
            return future.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException("A client failed", e);
        }
    }

    /** A quantile of nanoseconds in ms. */
    static double at(long[] sorted, double quantile) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * quantile))]
                / 1e6;
    }
}

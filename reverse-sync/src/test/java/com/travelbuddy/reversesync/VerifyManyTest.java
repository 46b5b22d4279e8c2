package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Execution;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Differences of each kind at random in many rows, in little memory, while updates go on: {@code
 * -Dverify.rows=1000000 -Ddifferences.count=300 -Ddifferences.seed=1}.
 */
class VerifyManyTest {

    private static final int ROWS = Integer.getInteger("verify.rows", 20_000);
    private static final int COUNT = Integer.getInteger("differences.count", 60);
    private static final long SEED =
            Long.getLong("differences.seed", new Random().nextLong(1L << 32));

    /** What an update reaches the target after. */
    private static final int LAG_MILLIS = 50;

    private final Random random = new Random(SEED);
    private final Set<String> expected = new HashSet<>();
    private final Set<Integer> broken = new HashSet<>();

    @Test
    void findsAllDifferencesAndInventsNone() {
        try (Flights flights = new Flights()) {
            // Longer than the lag, even on a busy machine.
            flights.addSpecials(1, ROWS).levelTarget().set("verify.settle", "3s");
            breakRows(flights);
            AtomicBoolean done = new AtomicBoolean();
            CompletableFuture<Integer> updates =
                    CompletableFuture.supplyAsync(
                            () -> update(flights, done), Thread::startVirtualThread);
            Cli.Result verified;
            try (Execution program =
                    new Execution(
                            flights.folder(),
                            "128m",
                            "verify",
                            "-o",
                            "json",
                            "--config",
                            flights.config().toString())) {
                verified = program.await(600);
            } finally {
                done.set(true);
            }

            assertThat(updates.join()).as("updates").isPositive();
            assertThat(verified.exitCode()).as(verified.err()).isEqualTo(6);
            assertThat(found(flights, verified.result()))
                    .as("seed %d, %s", SEED, verified.err())
                    .isEqualTo(expected);
        }
    }

    private void breakRows(Flights flights) {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            int id = 1 + random.nextInt(ROWS);
            if (!broken.add(id)) {
                continue;
            }
            switch (random.nextInt(8)) {
                case 0 -> {
                    statements.add("DELETE FROM flightspecial WHERE id = " + id);
                    expected.add("MISSING_TARGET " + id);
                }
                case 1 -> {
                    int extra = ROWS + id;
                    statements.add(
                            "INSERT INTO flightspecial (id, header, cost, expiryDate)"
                                    + " VALUES (%d, 'extra', 1, 1)".formatted(extra));
                    expected.add("MISSING_SOURCE " + extra);
                }
                case 2 -> set(statements, id, "expiryDate", "expiryDate + 1");
                case 3 -> set(statements, id, "body", "CONCAT(body, ' ')");
                case 4 -> set(statements, id, "destination", "''");
                case 5 -> set(statements, id, "header", "UPPER(header)");
                case 6 -> set(statements, id, "cost", "cost + 1");
                default -> set(statements, id, "originCode", "NULL");
            }
        }
        flights.atTarget(statements.toArray(String[]::new));
    }

    private void set(List<String> statements, int id, String column, String value) {
        statements.add(
                "UPDATE flightspecial SET %s = %s WHERE id = %d".formatted(column, value, id));
        expected.add("RECORD_DIFF %d %s".formatted(id, column));
    }

    /** Changes rows at the source, and soon after at the target, as a replication does. */
    private int update(Flights flights, AtomicBoolean done) {
        record Change(String sql, long due) {}
        Random rows = new Random(SEED + 1);
        int updates = 0;
        try (Connection source = flights.source();
                Connection target = flights.target();
                Statement write = source.createStatement();
                Statement apply = target.createStatement()) {
            ArrayDeque<Change> applied = new ArrayDeque<>();
            while (!done.get() || !applied.isEmpty()) {
                int id = 1 + rows.nextInt(ROWS);
                if (!done.get() && !broken.contains(id)) {
                    String set = "SET cost = %d WHERE id = %d".formatted(rows.nextInt(1_000), id);
                    write.execute("UPDATE travelbuddy.flightspecial " + set);
                    applied.add(
                            new Change(
                                    "UPDATE flightspecial " + set,
                                    System.nanoTime() + LAG_MILLIS * 1_000_000L));
                    updates++;
                }
                while (!applied.isEmpty()
                        && (done.get() || applied.peek().due() < System.nanoTime())) {
                    apply.execute(applied.remove().sql());
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return updates;
    }

    private static Set<String> found(Flights flights, JsonNode result) {
        return new HashSet<>(
                flights.fromTarget(
                        """
                        SELECT TRIM(CONCAT_WS(' ', kind, row_key, column_name))
                          FROM %s.reverse_sync_difference WHERE verification = %d
                        """
                                .formatted(
                                        flights.controlSchema(),
                                        result.at("/verification/id").asLong())));
    }
}

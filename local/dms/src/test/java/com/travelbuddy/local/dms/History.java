package com.travelbuddy.local.dms;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

/**
 * Random transactions on the three tables of a source, by several sessions at a time, and the exact
 * numbers of rows that those changed which were committed.
 */
final class History {

    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final Duration PAUSE = Duration.ofMillis(25);

    private final Flights flights;
    private final Random random;
    private final Map<String, Changes> tables = new HashMap<>();
    private final Map<String, Changes> airlines = new HashMap<>();
    private final List<Thread> writers = new ArrayList<>();
    private volatile boolean stopped;
    private volatile Throwable failure;
    private long committed;

    History(Flights flights, Random random) {
        this.flights = flights;
        this.random = random;
    }

    /** Executes so many transactions one after the other. */
    void run(int transactions) {
        run(new Random(random.nextLong()), transactions);
    }

    /** Begins to write by so many sessions, until stopped; a source that goes away is awaited. */
    void start(int sessions) {
        stopped = false;
        for (int i = 0; i < sessions; i++) {
            Random own = new Random(random.nextLong());
            writers.add(Thread.ofPlatform().start(() -> run(own, Integer.MAX_VALUE)));
        }
    }

    /** Stops writing and returns when all that was begun is decided. */
    void stop() {
        stopped = true;
        for (Thread writer : writers) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        writers.clear();
        requireHealth();
    }

    /** Waits until so many more transactions are committed. */
    void awaitCommitted(long more) {
        long wanted = committed() + more;
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(5))
                .until(
                        () -> {
                            requireHealth();
                            return committed() >= wanted;
                        });
    }

    synchronized long committed() {
        return committed;
    }

    /** What committed transactions have changed in a table. */
    synchronized Changes changes(String table) {
        return tables.getOrDefault(table, Changes.NONE);
    }

    /** What committed transactions have changed, by the codes of airlines. */
    synchronized Map<String, Changes> airlines() {
        return Map.copyOf(airlines);
    }

    private void requireHealth() {
        if (failure != null) {
            throw new IllegalStateException("A writer of the history has failed", failure);
        }
    }

    private void run(Random own, int transactions) {
        try {
            int done = 0;
            while (!stopped && done < transactions) {
                done +=
                        session(
                                own,
                                transactions == Integer.MAX_VALUE
                                        ? transactions
                                        : transactions - done);
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            if (transactions != Integer.MAX_VALUE) {
                requireHealth();
            }
        }
    }

    /** Executes transactions until its connection is lost; returns how many. */
    private int session(Random own, int transactions) throws SQLException {
        int done = 0;
        try (Connection connection = connection()) {
            HistoryWriter writer = new HistoryWriter(connection, own);
            while (!stopped && done < transactions) {
                if (!transaction(connection, writer)) {
                    break;
                }
                done++;
                if (transactions == Integer.MAX_VALUE) {
                    // No faster than one target transaction after another can follow.
                    LockSupport.parkNanos(PAUSE.toNanos());
                }
            }
        } catch (SQLException e) {
            if (!isLost(e)) {
                throw e;
            }
        }
        return done;
    }

    private boolean transaction(Connection connection, HistoryWriter writer) throws SQLException {
        UUID mark = new UUID(writer.random().nextLong(), writer.random().nextLong());
        boolean marked = false;
        List<HistoryWriter.Change> changes = List.of();
        try {
            changes = writer.execute();
            mark(connection, mark);
            marked = true;
            connection.commit();
        } catch (SQLException e) {
            if ("40P01".equals(e.getSQLState())) {
                connection.rollback();
                return true;
            }
            if (!isLost(e)) {
                throw e;
            }
            if (!marked || !wasCommitted(mark)) {
                return false;
            }
        }
        count(changes);
        return true;
    }

    private synchronized void count(List<HistoryWriter.Change> changes) {
        for (HistoryWriter.Change change : changes) {
            Changes rows =
                    switch (change.kind()) {
                        case INSERT -> new Changes(change.rows(), 0, 0);
                        case UPDATE -> new Changes(0, change.rows(), 0);
                        case DELETE -> new Changes(0, 0, change.rows());
                    };
            tables.merge(change.table(), rows, Changes::plus);
            if (change.key() != null) {
                airlines.merge(change.key(), rows, Changes::plus);
            }
        }
        committed++;
    }

    /** A session; waits for a source that is away. */
    private Connection connection() throws SQLException {
        Connection connection =
                await().atMost(BOUND)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(50))
                        .ignoreExceptionsMatching(e -> e instanceof SQLException s && isLost(s))
                        .until(flights::source, c -> c != null);
        try (Statement statement = connection.createStatement()) {
            // These sessions do collide, and the default costs each collision a second.
            statement.execute("SET deadlock_timeout = '20ms'");
        }
        connection.setAutoCommit(false);
        return connection;
    }

    /** Leaves a row that tells whether the transaction was committed. */
    private static int mark(Connection connection, UUID mark) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "INSERT INTO public.history VALUES (?) ON CONFLICT DO NOTHING")) {
            statement.setObject(1, mark);
            return statement.executeUpdate();
        }
    }

    /** Whether a transaction was committed whose session was lost before it told. */
    private boolean wasCommitted(UUID mark) throws SQLException {
        while (true) {
            try (Connection connection = connection()) {
                // Waits for a transaction that is still being decided.
                boolean absent = mark(connection, mark) == 1;
                connection.rollback();
                return !absent;
            } catch (SQLException e) {
                if (!isLost(e)) {
                    throw e;
                }
            }
        }
    }

    private static boolean isLost(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }
}

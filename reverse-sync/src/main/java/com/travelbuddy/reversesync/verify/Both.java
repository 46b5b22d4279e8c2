package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.UnreachableException;

import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Asks both databases at the same time. */
final class Both implements AutoCloseable {

    /** A question to a database. */
    interface Question<A> {
        A ask() throws SQLException;
    }

    /** Something to be done at a database. */
    interface Step {
        void run() throws SQLException;
    }

    /** What the two have answered. */
    record Answers<A>(A source, A target) {}

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    <A> Answers<A> ask(Question<A> source, Question<A> target) throws SQLException {
        Future<A> answer = threads.submit(() -> at(Side.TARGET, target));
        A first;
        try {
            first = at(Side.SOURCE, source);
        } catch (SQLException | RuntimeException e) {
            answer.cancel(false);
            throw e;
        }
        try {
            return new Answers<>(first, answer.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new CancellationException("Interrupted; run again to go on from here");
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case SQLException cause -> throw cause;
                case RuntimeException cause -> throw cause;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    /**
     * @throws UnreachableException when the connection has gone
     */
    static <A> A at(Side side, Question<A> question) throws SQLException {
        try {
            return question.ask();
        } catch (SQLException e) {
            if (isGone(e)) {
                throw new UnreachableException(side, "has gone", e);
            }
            throw e;
        }
    }

    /**
     * @throws UnreachableException when the connection has gone
     */
    static void run(Side side, Step step) throws SQLException {
        Both.<Optional<Void>>at(
                side,
                () -> {
                    step.run();
                    return Optional.empty();
                });
    }

    /** By SQL's class of connection exceptions, or PostgreSQL's of a server that shuts down. */
    private static boolean isGone(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P");
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}

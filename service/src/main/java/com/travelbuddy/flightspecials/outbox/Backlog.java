package com.travelbuddy.flightspecials.outbox;

import com.travelbuddy.flightspecials.database.Database;
import com.travelbuddy.flightspecials.database.DatabaseUnavailableException;
import com.travelbuddy.flightspecials.database.StatementFailedException;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;

/**
 * How many events wait in the outbox and for how long, measured when asked, at most once a second.
 */
public final class Backlog {

    /** Counting is stopped here, so that a scrape stays cheap when millions wait. */
    private static final int MOST_COUNTED = 1_000_000;

    private static final String MEASURE =
            "SELECT (SELECT count(*) FROM (SELECT FROM flightspecial_outbox LIMIT "
                    + MOST_COUNTED
                    + ") AS counted),"
                    + " (SELECT extract(epoch FROM clock_timestamp() - occurred_at)"
                    + " FROM flightspecial_outbox ORDER BY position LIMIT 1)";

    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private final Database database;
    private Figures figures = new Figures(Double.NaN, Double.NaN);
    private long measuredAt = System.nanoTime() - FRESH_NANOS;

    public Backlog(Database database) {
        this.database = database;
    }

    /** Events that wait, a million for a million and more; NaN while the database is away. */
    public double events() {
        return measure().events();
    }

    /**
     * Seconds since the oldest of them was committed, 0 if none waits; NaN while the database is
     * away.
     */
    public double oldestSeconds() {
        return measure().oldestSeconds();
    }

    private synchronized Figures measure() {
        if (System.nanoTime() - measuredAt >= FRESH_NANOS) {
            figures = query();
            measuredAt = System.nanoTime();
        }
        return figures;
    }

    private Figures query() {
        try {
            return database.call(
                    connection -> {
                        try (Statement statement = connection.createStatement();
                                ResultSet row = statement.executeQuery(MEASURE)) {
                            row.next();
                            return new Figures(row.getLong(1), row.getDouble(2));
                        }
                    });
        } catch (DatabaseUnavailableException | StatementFailedException _) {
            return new Figures(Double.NaN, Double.NaN);
        }
    }

    private record Figures(double events, double oldestSeconds) {}
}

package com.travelbuddy.local.dms.source;

import org.postgresql.replication.LogSequenceNumber;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Tells where a source's log ends, and with that whether the source still answers. */
public final class SourceClock implements AutoCloseable {

    private final Connection connection;

    public SourceClock(PostgresEndpoint endpoint) throws SQLException {
        this.connection = endpoint.connect();
    }

    /** The end of the log at a moment of the source's clock. */
    public record Reading(LogSequenceNumber position, Instant time) {}

    public Reading read() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT pg_current_wal_lsn(), clock_timestamp()")) {
            row.next();
            return new Reading(
                    LogSequenceNumber.valueOf(row.getString(1)),
                    row.getObject(2, OffsetDateTime.class).toInstant());
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

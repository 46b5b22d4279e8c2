package com.travelbuddy.local.dms.source;

import org.postgresql.replication.LogSequenceNumber;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A state of the source that several sessions can read, for as long as this is open.
 *
 * <p>What a transaction did is in it exactly when its commit is before the {@linkplain #position()
 * position}.
 */
public final class Snapshot implements AutoCloseable {

    private final PostgresEndpoint endpoint;
    private final Connection holder;
    private final String name;
    private final LogSequenceNumber position;

    Snapshot(
            PostgresEndpoint endpoint, Connection holder, String name, LogSequenceNumber position) {
        this.endpoint = endpoint;
        this.holder = holder;
        this.name = name;
        this.position = position;
    }

    /** The present state, for a load that no stream follows; it has no position. */
    public static Snapshot now(PostgresEndpoint endpoint) throws SQLException {
        Connection connection = endpoint.connectForReading();
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
            try (ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")) {
                row.next();
                return new Snapshot(
                        endpoint, connection, row.getString(1), LogSequenceNumber.INVALID_LSN);
            }
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    public LogSequenceNumber position() {
        return position;
    }

    /** A session that sees this state, in a transaction of its own. */
    Connection connect() throws SQLException {
        Connection connection = endpoint.connectForReading();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SET TRANSACTION SNAPSHOT '%s'".formatted(name.replace("'", "''")));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        holder.close();
    }
}

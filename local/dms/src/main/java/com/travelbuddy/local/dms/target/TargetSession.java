package com.travelbuddy.local.dms.target;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * The one session that may write for a task, at the target. Not safe for use by several threads, but
 * for {@link #abort}.
 */
public final class TargetSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TargetSession.class);
    private static final int LOCK_WAIT_SECONDS = 3;

    private final Connection connection;
    private final ControlTables control;
    private final ProgressTable progress;

    private TargetSession(Connection connection, ControlTables control) {
        this.connection = connection;
        this.control = control;
        this.progress = new ProgressTable(control);
    }

    /** Connects, shuts other sessions of the same task out, and creates missing control tables. */
    public static TargetSession open(MySqlEndpoint endpoint, ControlTables control)
            throws SQLException {
        Connection connection = endpoint.connect();
        try {
            shutOutOthers(connection, control);
            var session = new TargetSession(connection, control);
            control.create(connection);
            session.progress.create(connection);
            connection.setAutoCommit(false);
            return session;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * A session that was cut off may still have a commit on its way, which would apply a transaction
     * that this one is about to repeat: it has to be gone before the position is read.
     */
    private static void shutOutOthers(Connection connection, ControlTables control)
            throws SQLException {
        // At most 64 characters.
        String lock =
                "dms-local:"
                        + UUID.nameUUIDFromBytes(
                                (control.schema() + "/" + control.task())
                                        .getBytes(StandardCharsets.UTF_8));
        try (PreparedStatement take =
                connection.prepareStatement(
                        "SELECT GET_LOCK(?, %d), IS_USED_LOCK(?)".formatted(LOCK_WAIT_SECONDS))) {
            take.setString(1, lock);
            take.setString(2, lock);
            try (ResultSet row = take.executeQuery()) {
                row.next();
                if (row.getInt(1) == 1) {
                    return;
                }
                long other = row.getLong(2);
                if (!row.wasNull()) {
                    LOG.warn("Session {} of the same task still lives: it is ended", other);
                    try (Statement statement = connection.createStatement()) {
                        statement.execute("KILL " + other);
                    }
                }
            }
        }
        throw new SQLTransientException(
                "another session of this task has not ended yet at the target");
    }

    Connection connection() {
        return connection;
    }

    ProgressTable progressTable() {
        return progress;
    }

    public ControlTables control() {
        return control;
    }

    /** Every table's progress, as it was committed last. */
    public List<TableProgress> progress() throws SQLException {
        List<TableProgress> tables = progress.read(connection);
        connection.commit();
        return tables;
    }

    /** Forgets what was and begins anew. */
    public void reset(Collection<TableProgress> tables) throws SQLException {
        progress.delete(connection);
        for (TableProgress table : tables) {
            progress.insert(connection, table);
            control.taken(connection, table.schema(), table.table());
        }
        connection.commit();
    }

    /** Adds a table that the task did not have. */
    public void add(TableProgress table) throws SQLException {
        progress.insert(connection, table);
        connection.commit();
    }

    /** Stores a table's progress by itself, outside of a transaction of changes. */
    public void store(TableProgress table) throws SQLException, StopTaskException {
        try (PreparedStatement statement = connection.prepareStatement(progress.update(1))) {
            progress.update(statement, List.of(table));
        }
        if (table.phase() == TableProgress.Phase.SUSPENDED) {
            control.suspended(connection, table.schema(), table.table(), table.reason());
        } else {
            control.taken(connection, table.schema(), table.table());
        }
        connection.commit();
    }

    /** Makes a target table ready before changes come. */
    public void prepare(TargetTable table) throws SQLException, SuspendTableException {
        try {
            table.createIfMissing(connection);
            table.requireColumns(connection);
        } catch (SQLException e) {
            if (MySqlError.of(e) == MySqlError.RECOVERABLE) {
                throw e;
            }
            throw new SuspendTableException(e.getMessage());
        }
        connection.commit();
    }

    /** Writes the status table, and the recovery table. */
    public void report(ControlTables.Status status, String checkpoint) throws SQLException {
        control.status(connection, status);
        control.recovery(connection, checkpoint);
        connection.commit();
    }

    /** Writes into the history table. */
    public void report(
            String type,
            Instant begin,
            Duration length,
            Duration latency,
            long records,
            long volume)
            throws SQLException {
        control.history(connection, type, begin, length, latency, records, volume);
        connection.commit();
    }

    /** Cuts it off at once, whatever it waits for. */
    public void abort() {
        Sessions.abort(connection);
    }

    /** Ends it; what was not committed is rolled back. */
    @Override
    public void close() {
        abort();
    }
}

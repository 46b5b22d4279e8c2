package com.travelbuddy.local.dms.target;

import com.mysql.cj.jdbc.JdbcStatement;
import com.travelbuddy.local.dms.settings.TaskSettings;
import com.travelbuddy.local.dms.settings.TaskSettings.Action;
import com.travelbuddy.local.dms.settings.TaskSettings.ErrorBehavior;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Consumer;

/**
 * Loads rows into one table by LOAD DATA LOCAL. A key that is there keeps its row, as with DMS; a
 * row that would not be stored as it is, is an error of that row. Not safe for use by several
 * threads.
 */
public final class Loader implements AutoCloseable {

    private static final int DUPLICATE = 1062;

    private final Connection connection;
    private final ControlTables control;
    private final TargetTable table;
    private final ErrorBehavior errors;
    private final Consumer<String> warnings;
    private long rows;
    private long rejected;

    private Loader(
            Connection connection,
            ControlTables control,
            TargetTable table,
            ErrorBehavior errors,
            Consumer<String> warnings) {
        this.connection = connection;
        this.control = control;
        this.table = table;
        this.errors = errors;
        this.warnings = warnings;
    }

    public static Loader open(
            MySqlEndpoint endpoint,
            ControlTables control,
            TargetTable table,
            ErrorBehavior errors,
            Consumer<String> warnings)
            throws SQLException {
        Connection connection = endpoint.connectForLoading();
        connection.setAutoCommit(false);
        return new Loader(connection, control, table, errors, warnings);
    }

    /** Makes the table ready: TargetTablePrepMode. */
    public void prepare(TaskSettings.TablePreparation preparation)
            throws SQLException, SuspendTableException, StopTaskException {
        try {
            switch (preparation) {
                case DROP_AND_CREATE -> table.drop(connection);
                case TRUNCATE_BEFORE_LOAD -> table.truncate(connection);
                case DO_NOTHING -> {}
            }
            table.createIfMissing(connection);
            table.requireColumns(connection);
            connection.commit();
        } catch (SQLException e) {
            if (MySqlError.of(e) == MySqlError.RECOVERABLE) {
                throw e;
            }
            throw tableError(e);
        }
    }

    /** Rows that were stored so far. */
    public long rows() {
        return rows;
    }

    /** Rows that could not be stored. */
    public long rejected() {
        return rejected;
    }

    /** Stores a chunk in one transaction. */
    public void load(LoadChunk chunk)
            throws SQLException, SuspendTableException, StopTaskException {
        try (Statement statement = connection.createStatement()) {
            statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(chunk.text());
            int stored = statement.executeUpdate(table.load());
            // LOCAL turns errors into warnings and stores something else instead.
            if (onlyDuplicates(statement)) {
                connection.commit();
                rows += stored;
                return;
            }
        } catch (SQLException e) {
            if (MySqlError.of(e) == MySqlError.RECOVERABLE) {
                throw e;
            }
            if (MySqlError.of(e) == MySqlError.TABLE) {
                throw tableError(e);
            }
        }
        connection.rollback();
        loadOneByOne(chunk);
    }

    /** Counts a row that could not be made. */
    public void reject(String error)
            throws SQLException, SuspendTableException, StopTaskException {
        reject("INSERT INTO " + table.sqlName(), error, errors.data());
        connection.commit();
    }

    /** Cuts it off at once, whatever it waits for; safe for another thread. */
    @Override
    public void close() {
        Sessions.abort(connection);
    }

    private boolean onlyDuplicates(Statement statement) throws SQLException {
        try (ResultSet count = statement.executeQuery("SHOW COUNT(*) WARNINGS")) {
            count.next();
            if (count.getInt(1) == 0) {
                return true;
            }
        }
        try (ResultSet warning = statement.executeQuery("SHOW WARNINGS")) {
            while (warning.next()) {
                if (warning.getInt("Code") != DUPLICATE) {
                    return false;
                }
            }
        }
        return true;
    }

    private void loadOneByOne(LoadChunk chunk)
            throws SQLException, SuspendTableException, StopTaskException {
        int columns = table.mapped().columns().size();
        try (PreparedStatement insert = connection.prepareStatement(table.insert(1))) {
            for (int i = 0; i < chunk.rows(); i++) {
                var row =
                        new RowChange(
                                table,
                                RowChange.Kind.INSERT,
                                null,
                                chunk.row(i, columns),
                                false);
                try {
                    row.bindRow(insert, 1, table.allColumns());
                    rows += insert.executeUpdate();
                } catch (SQLException e) {
                    failed(row, e);
                }
            }
        }
        connection.commit();
    }

    private void failed(RowChange row, SQLException e)
            throws SQLException, SuspendTableException, StopTaskException {
        switch (MySqlError.of(e)) {
            case RECOVERABLE -> throw e;
            case TABLE -> throw tableError(e);
            case DUPLICATE_KEY -> {}
            case TRUNCATION -> reject(row.statement(), e.getMessage(), errors.truncation());
            case DATA -> reject(row.statement(), e.getMessage(), errors.data());
        }
    }

    private void reject(String statement, String error, Action action)
            throws SQLException, SuspendTableException, StopTaskException {
        rejected++;
        if (action == Action.IGNORE_RECORD) {
            return;
        }
        warnings.accept("table %s: %s".formatted(table, error));
        control.exception(
                connection,
                table.mapped().source().schema(),
                table.mapped().source().name(),
                statement,
                error);
        boolean escalate =
                errors.dataEscalation().count() > 0 && rejected >= errors.dataEscalation().count();
        switch (escalate ? errors.dataEscalation().action() : action) {
            case SUSPEND_TABLE -> {
                connection.commit();
                throw new SuspendTableException(error);
            }
            case STOP_TASK -> {
                connection.commit();
                throw new StopTaskException("table %s: %s".formatted(table, error));
            }
            default -> {}
        }
    }

    private SuspendTableException tableError(SQLException e) throws StopTaskException {
        if (errors.table() == Action.STOP_TASK) {
            throw new StopTaskException("table %s: %s".formatted(table, e.getMessage()));
        }
        return new SuspendTableException(e.getMessage());
    }
}

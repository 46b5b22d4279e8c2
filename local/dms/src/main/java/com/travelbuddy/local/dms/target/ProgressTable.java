package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.target.TableProgress.Counts;
import com.travelbuddy.local.dms.target.TableProgress.Phase;

import org.postgresql.replication.LogSequenceNumber;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/**
 * Where the target keeps how far each table of a task is, beside the control tables: DMS has no such
 * table, but it lets a position and the rows that it stands for be committed as one.
 */
final class ProgressTable {

    private static final String NAME = "dms_local_tables";

    private static final String COLUMNS =
            "PHASE, POSITION, SETTLED_FROM, INSERTS, UPDATES, DELETES, DDLS, APPLIED_INSERTS,"
                    + " APPLIED_UPDATES, APPLIED_DELETES, APPLIED_DDLS, LOADED_ROWS, LOAD_ERRORS,"
                    + " LOAD_START, LOAD_END, RELOADED, REASON";

    private final String name;
    private final String task;

    ProgressTable(ControlTables control) {
        this.name = Sql.name(control.schema(), NAME);
        this.task = control.task();
    }

    void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE IF NOT EXISTS %s (
                        TASK_NAME VARCHAR(128) NOT NULL, TABLE_OWNER VARCHAR(128) NOT NULL,
                        TABLE_NAME VARCHAR(128) NOT NULL, PHASE VARCHAR(16) NOT NULL,
                        POSITION VARCHAR(20) NOT NULL, SETTLED_FROM VARCHAR(20) NOT NULL,
                        INSERTS BIGINT NOT NULL, UPDATES BIGINT NOT NULL,
                        DELETES BIGINT NOT NULL, DDLS BIGINT NOT NULL,
                        APPLIED_INSERTS BIGINT NOT NULL, APPLIED_UPDATES BIGINT NOT NULL,
                        APPLIED_DELETES BIGINT NOT NULL, APPLIED_DDLS BIGINT NOT NULL,
                        LOADED_ROWS BIGINT NOT NULL, LOAD_ERRORS BIGINT NOT NULL,
                        LOAD_START VARCHAR(40), LOAD_END VARCHAR(40), RELOADED BOOLEAN NOT NULL,
                        REASON TEXT NOT NULL,
                        PRIMARY KEY (TASK_NAME, TABLE_OWNER, TABLE_NAME)
                    ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin
                    """
                            .formatted(name));
        }
    }

    List<TableProgress> read(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT TABLE_OWNER, TABLE_NAME, %s FROM %s WHERE TASK_NAME = ?"
                                .formatted(COLUMNS, name))) {
            statement.setString(1, task);
            List<TableProgress> tables = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tables.add(progress(row));
                }
            }
            return tables;
        }
    }

    void delete(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("DELETE FROM %s WHERE TASK_NAME = ?".formatted(name))) {
            statement.setString(1, task);
            statement.executeUpdate();
        }
    }

    void insert(Connection connection, TableProgress table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        ("INSERT INTO %s (%s, TASK_NAME, TABLE_OWNER, TABLE_NAME)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
                                .formatted(name, COLUMNS))) {
            bind(statement, 1, table);
            statement.executeUpdate();
        }
    }

    /** Updates of so many tables. */
    String update(int tables) {
        String one =
                "UPDATE %s SET %s = ? WHERE TASK_NAME = ? AND TABLE_OWNER = ? AND TABLE_NAME = ?"
                        .formatted(name, COLUMNS.replace(",", " = ?,"));
        return String.join("; ", Collections.nCopies(tables, one));
    }

    /**
     * Stores the progress of tables.
     *
     * @param statement that begins with {@link #update} of as many
     * @throws StopTaskException when somebody has removed a row
     */
    void update(PreparedStatement statement, Collection<TableProgress> tables)
            throws SQLException, StopTaskException {
        int first = 1;
        for (TableProgress table : tables) {
            first = bind(statement, first, table);
        }
        statement.execute();
        List<TableProgress> unaffected = new ArrayList<>();
        for (TableProgress table : tables) {
            if (statement.getUpdateCount() == 0) {
                unaffected.add(table);
            }
            statement.getMoreResults();
        }
        for (TableProgress table : unaffected) {
            if (!isStored(statement.getConnection(), table)) {
                throw new StopTaskException(
                        "%s has no row for %s.%s any more, so its position is lost: start the task"
                                        .formatted(name, table.schema(), table.table())
                                + " with reload-target, or delete and create it and compare the"
                                + " tables");
            }
        }
    }

    /** An update that changes nothing affects no row either. */
    private boolean isStored(Connection connection, TableProgress table) throws SQLException {
        return read(connection).contains(table);
    }

    private int bind(PreparedStatement statement, int first, TableProgress table)
            throws SQLException {
        int i = first;
        statement.setString(i++, table.phase().name());
        statement.setString(i++, table.position().asString());
        statement.setString(i++, table.settledFrom().asString());
        for (Counts counts : List.of(table.captured(), table.applied())) {
            statement.setLong(i++, counts.inserts());
            statement.setLong(i++, counts.updates());
            statement.setLong(i++, counts.deletes());
            statement.setLong(i++, counts.ddls());
        }
        statement.setLong(i++, table.loadedRows());
        statement.setLong(i++, table.loadErrors());
        statement.setString(i++, table.loadStart() == null ? null : table.loadStart().toString());
        statement.setString(i++, table.loadEnd() == null ? null : table.loadEnd().toString());
        statement.setBoolean(i++, table.reloaded());
        statement.setString(i++, table.reason());
        statement.setString(i++, task);
        statement.setString(i++, table.schema());
        statement.setString(i++, table.table());
        return i;
    }

    private static TableProgress progress(ResultSet row) throws SQLException {
        return new TableProgress(
                row.getString("TABLE_OWNER"),
                row.getString("TABLE_NAME"),
                Phase.valueOf(row.getString("PHASE")),
                LogSequenceNumber.valueOf(row.getString("POSITION")),
                LogSequenceNumber.valueOf(row.getString("SETTLED_FROM")),
                counts(row, ""),
                counts(row, "APPLIED_"),
                row.getLong("LOADED_ROWS"),
                row.getLong("LOAD_ERRORS"),
                instant(row.getString("LOAD_START")),
                instant(row.getString("LOAD_END")),
                row.getBoolean("RELOADED"),
                row.getString("REASON"));
    }

    private static Counts counts(ResultSet row, String prefix) throws SQLException {
        return new Counts(
                row.getLong(prefix + "INSERTS"),
                row.getLong(prefix + "UPDATES"),
                row.getLong(prefix + "DELETES"),
                row.getLong(prefix + "DDLS"));
    }

    private static Instant instant(String text) {
        return text == null ? null : Instant.parse(text);
    }
}

package com.travelbuddy.local.dms.source;

import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/** Reads the rows of a table in a snapshot, in constant memory. */
public final class TableReader implements AutoCloseable {

    private final Connection connection;
    private final CopyOut copy;
    private final CapturedTable table;

    private TableReader(Connection connection, CopyOut copy, CapturedTable table) {
        this.connection = connection;
        this.copy = copy;
        this.table = table;
    }

    /**
     * Begins to read.
     *
     * @param where a condition on the source's columns; empty: all rows
     */
    public static TableReader open(Snapshot snapshot, CapturedTable table, String where)
            throws SQLException {
        // As text, booleans look as they do in the stream, and blanks of a char(n) are gone.
        String query =
                "COPY (SELECT %s FROM ONLY %s%s) TO STDOUT (ENCODING 'UTF8')"
                        .formatted(
                                table.printedColumns().stream()
                                        .map(column -> column + "::text")
                                        .collect(Collectors.joining(", ")),
                                table.printed(),
                                where.isEmpty() ? "" : " WHERE " + where);
        Connection connection = snapshot.connect();
        try {
            CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(query);
            return new TableReader(connection, copy, table);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The next row, by the table's columns; null: there are no more. */
    public String[] read() throws SQLException {
        byte[] line = copy.readFromCopy();
        if (line == null) {
            return null;
        }
        return CopyText.row(line, 0, line.length, table.table().columns().size());
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            // Cancelling would read what is left.
            connection.abort(Runnable::run);
        } else {
            connection.close();
        }
    }
}

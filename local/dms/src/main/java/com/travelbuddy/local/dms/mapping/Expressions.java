package com.travelbuddy.local.dms.mapping;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The computed columns of one table, evaluated by SQLite. Not safe for use by several threads: each
 * has its own.
 */
public final class Expressions implements AutoCloseable {

    private final List<MappedColumn.Computed> columns;
    private final ExpressionResult[] results;
    private final Connection connection;
    private final PreparedStatement statement;
    private final int[] used;
    private final ExpressionParameter[] parameters;

    /** The source columns of each expression. */
    private final List<Set<Integer>> uses = new ArrayList<>();

    /**
     * Prepares them.
     *
     * @param fractionDigits of a timestamp's text: 0, 6 or 9
     * @throws UnmappableTableException when SQLite refuses an expression
     */
    public Expressions(MappedTable table, int fractionDigits) throws UnmappableTableException {
        this.columns =
                table.columns().stream()
                        .filter(MappedColumn.Computed.class::isInstance)
                        .map(MappedColumn.Computed.class::cast)
                        .toList();
        this.results = columns.stream().map(ExpressionResult::new).toArray(ExpressionResult[]::new);
        ExpressionText text = new ExpressionText(table.source());
        try {
            this.connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be used", e);
        }
        try {
            ExpressionFunctions.create(connection);
            this.statement = columns.isEmpty() ? null : prepare(text);
            for (MappedColumn.Computed column : columns) {
                ExpressionText alone = new ExpressionText(table.source());
                alone.sql(column);
                uses.add(Set.copyOf(alone.used()));
            }
        } catch (SQLException e) {
            closeConnection();
            throw new IllegalStateException("SQLite cannot be used", e);
        } catch (UnmappableTableException e) {
            closeConnection();
            throw new UnmappableTableException(
                    "Table %s.%s: %s"
                            .formatted(
                                    table.source().schema(),
                                    table.source().name(),
                                    e.getMessage()));
        }
        this.used = text.used().stream().mapToInt(Integer::intValue).toArray();
        this.parameters =
                text.used().stream()
                        .map(table.source().columns()::get)
                        .map(column -> ExpressionParameter.of(column, fractionDigits))
                        .toArray(ExpressionParameter[]::new);
    }

    private PreparedStatement prepare(ExpressionText text)
            throws SQLException, UnmappableTableException {
        String[] sql = new String[columns.size()];
        for (int i = 0; i < sql.length; i++) {
            // A line's end closes a comment, which would hide the bracket.
            sql[i] = "(" + text.sql(columns.get(i)) + "\n)";
            try (PreparedStatement alone = connection.prepareStatement("SELECT " + sql[i])) {
                if (alone.getMetaData().getColumnCount() != 1) {
                    throw ExpressionText.wrong(columns.get(i), "it has more than one value");
                }
            } catch (SQLException e) {
                throw ExpressionText.wrong(columns.get(i), e.getMessage());
            }
        }
        return connection.prepareStatement(
                List.of(sql).stream().collect(Collectors.joining(", ", "SELECT ", "")));
    }

    /**
     * Evaluates all of them for a row.
     *
     * @param source the row as PostgreSQL prints it, by the source table's columns; null is NULL
     * @return the text of each {@link MappedColumn.Computed} in the table's order; null is NULL
     * @throws ExpressionException when SQLite fails or the result does not fit the column's type
     */
    public String[] evaluate(String[] source) throws ExpressionException {
        String[] values = new String[results.length];
        if (values.length == 0) {
            return values;
        }
        try {
            for (int i = 0; i < used.length; i++) {
                parameters[i].bind(statement, i + 1, source[used[i]]);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                for (int i = 0; i < values.length; i++) {
                    values[i] = results[i].read(row, i + 1);
                }
            }
            return values;
        } catch (SQLException e) {
            throw new ExpressionException(
                    "The expressions of %s failed: %s"
                            .formatted(
                                    columns.stream()
                                            .map(MappedColumn.Computed::name)
                                            .collect(Collectors.joining(", ")),
                                    e.getMessage()));
        }
    }

    /**
     * Whether a computed column depends on a source column.
     *
     * @param computed index into what {@link #evaluate} returns
     * @param source index into the source table's columns
     */
    public boolean uses(int computed, int source) {
        return uses.get(computed).contains(source);
    }

    @Override
    public void close() {
        closeConnection();
    }

    private void closeConnection() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite cannot be closed", e);
        }
    }
}

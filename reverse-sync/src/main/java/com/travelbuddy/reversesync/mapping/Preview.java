package com.travelbuddy.reversesync.mapping;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.Conversion;
import com.travelbuddy.reversesync.settings.Formula;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the mapping does to a table, column by column, with a value of a row that is there.
 *
 * @param columns in the source's order
 */
public record Preview(TableName source, TableName target, List<Line> columns) {

    /** Rows that are looked through for a value that is not NULL. */
    private static final int ROWS = 20;

    public Preview {
        columns = List.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param conversion {@code none}, {@code renamed}, {@code dropped}, or DMS's expression
     * @param targetColumn absent: it is dropped
     * @param before a value at the source, as DMS gives it to expressions; absent: NULL in all rows
     *     looked at, or no rows
     * @param after what the target gets for it, evaluated by SQLite as DMS does; absent: NULL
     */
    public record Line(
            String sourceColumn,
            String sourceType,
            Optional<String> targetColumn,
            Optional<String> targetType,
            String conversion,
            Optional<String> before,
            Optional<String> after) {}

    /** Looks at some rows of the source. */
    public static Preview of(TableSync table, Formula formula, Connection source)
            throws SQLException {
        List<List<String>> rows = rows(table, source);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < table.rules().size(); i++) {
            int column = i;
            Optional<String> before =
                    rows.stream().map(row -> row.get(column)).filter(v -> v != null).findFirst();
            lines.add(line(table.rules().get(i), formula, before));
        }
        return new Preview(table.source().name(), table.target().name(), lines);
    }

    private static Line line(ColumnRule rule, Formula formula, Optional<String> before)
            throws SQLException {
        String name = rule.source().name();
        String type = rule.source().declared();
        return switch (rule) {
            case ColumnRule.Drop _ ->
                    new Line(
                            name,
                            type,
                            Optional.empty(),
                            Optional.empty(),
                            "dropped",
                            before,
                            Optional.empty());
            case ColumnRule.Carry(var _, var target, Optional<Conversion> conversion) -> {
                Optional<String> expression =
                        conversion.map(to -> EpochMillis.expression(name, to, formula));
                yield new Line(
                        name,
                        type,
                        Optional.of(target.name()),
                        Optional.of(target.declared()),
                        expression.orElse(target.name().equals(name) ? "none" : "renamed"),
                        before,
                        expression.isPresent() ? evaluate(expression.get(), before) : before);
            }
        };
    }

    /** In the form that expressions see: a timestamp has six digits of a fraction and no zone. */
    private static List<List<String>> rows(TableSync table, Connection source) throws SQLException {
        String columns =
                table.rules().stream()
                        .map(
                                rule -> {
                                    String name = Sql.postgresName(rule.source().name());
                                    return rule.source().type().startsWith("timestamp")
                                            ? "to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')"
                                                    .formatted(name)
                                            : name + "::text";
                                })
                        .collect(Collectors.joining(", "));
        String order =
                table.source().key().stream()
                        .map(Sql::postgresName)
                        .collect(Collectors.joining(", "));
        String query =
                "SELECT %s FROM %s.%s ORDER BY %s LIMIT %d"
                        .formatted(
                                columns,
                                Sql.postgresName(table.source().name().schema()),
                                Sql.postgresName(table.source().name().table()),
                                order,
                                ROWS);
        List<List<String>> rows = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= table.rules().size(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    /** A column of DMS's expressions is a parameter in SQLite's own syntax. */
    static Optional<String> evaluate(String expression, Optional<String> value)
            throws SQLException {
        try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
                PreparedStatement statement = sqlite.prepareStatement("SELECT " + expression)) {
            statement.setString(1, value.orElse(null));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.ofNullable(row.getString(1));
            }
        }
    }
}

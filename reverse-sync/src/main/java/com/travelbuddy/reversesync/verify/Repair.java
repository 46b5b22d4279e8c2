package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gives one table's rows at the target what the source has now: only rows whose difference is
 * proven, and only as long as they are what they were then. Columns that are not carried over keep
 * what they have.
 */
final class Repair {

    private static final int ATTEMPTS = 5;

    private final CanonicalTable table;
    private final SideTable source;
    private final SideTable target;
    private final Connection writer;

    Repair(CanonicalTable table, SideTable source, SideTable target, Connection writer) {
        this.table = table;
        this.source = source;
        this.target = target;
        this.writer = writer;
    }

    /**
     * @return why it could not be done; absent: both sides have been seen to agree
     */
    Optional<String> repair(Proven row) throws SQLException {
        Optional<Row> expected = row.target();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Row> here = now(Side.SOURCE, row.key());
            Optional<Row> there = now(Side.TARGET, row.key());
            if (values(here).equals(values(there))) {
                return Optional.empty();
            }
            if (!values(there).equals(values(expected))) {
                return Optional.of("the target's row has changed since");
            }
            if (here.isPresent() && there.isEmpty() && !table.notCompared().isEmpty()) {
                return Optional.of("not all of its columns can be compared, so it is not inserted");
            }
            try {
                Optional<Row> old = expected;
                if (Both.at(Side.TARGET, () -> write(row.key(), old, here))) {
                    // Whoever changes the source from now on is replicated after this write;
                    // whoever did before it is seen by the next look.
                    expected = here;
                }
            } catch (SQLException e) {
                if (!isTransient(e)) {
                    return Optional.of(e.getMessage());
                }
            }
        }
        return Optional.of("it changes again and again");
    }

    private Optional<Row> now(Side side, Key key) throws SQLException {
        SideTable asked = side == Side.SOURCE ? source : target;
        return Both.at(side, () -> Optional.ofNullable(asked.rows(List.of(key)).get(key)));
    }

    /**
     * Writes if the row is still as expected.
     *
     * @return whether it was
     */
    private boolean write(Key key, Optional<Row> expected, Optional<Row> wanted)
            throws SQLException {
        if (expected.isEmpty()) {
            return insert(wanted.orElseThrow());
        }
        return wanted.isPresent()
                ? update(key, expected.get(), wanted.get())
                : delete(key, expected.get());
    }

    private boolean insert(Row wanted) throws SQLException {
        String sql =
                "INSERT INTO %s (%s) VALUES (%s)"
                        .formatted(
                                table.from(Side.TARGET),
                                table.names().stream()
                                        .map(Sql::mySqlName)
                                        .collect(Collectors.joining(", ")),
                                table.columns().stream()
                                        .map(Repair::parameter)
                                        .collect(Collectors.joining(", ")));
        try (PreparedStatement statement = writer.prepareStatement(sql)) {
            for (int i = 0; i < wanted.values().size(); i++) {
                bind(statement, i + 1, wanted.values().get(i));
            }
            return statement.executeUpdate() == 1;
        }
    }

    private boolean update(Key key, Row expected, Row wanted) throws SQLException {
        List<String> assignments = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            if (!Objects.equals(expected.values().get(i), wanted.values().get(i))) {
                CanonicalColumn column = table.columns().get(i);
                assignments.add(
                        Sql.mySqlName(column.rule().target().name()) + " = " + parameter(column));
                values.add(wanted.values().get(i));
            }
        }
        String sql =
                "UPDATE %s SET %s WHERE %s"
                        .formatted(
                                table.from(Side.TARGET),
                                String.join(", ", assignments),
                                asBefore());
        try (PreparedStatement statement = writer.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
                bind(statement, i + 1, values.get(i));
            }
            bindAsBefore(statement, values.size() + 1, key, expected);
            return statement.executeUpdate() == 1;
        }
    }

    private boolean delete(Key key, Row expected) throws SQLException {
        String sql = "DELETE FROM %s WHERE %s".formatted(table.from(Side.TARGET), asBefore());
        try (PreparedStatement statement = writer.prepareStatement(sql)) {
            bindAsBefore(statement, 1, key, expected);
            return statement.executeUpdate() == 1;
        }
    }

    /** All compared columns, byte by byte: a collation takes different texts for the same. */
    private String asBefore() {
        return "%s AND CAST(%s AS BINARY) = CAST(? AS BINARY)"
                .formatted(target.sql().byKey(), target.sql().text());
    }

    private void bindAsBefore(PreparedStatement statement, int first, Key key, Row expected)
            throws SQLException {
        statement.setString(target.bindKey(statement, first, key), expected.text());
    }

    private static String parameter(CanonicalColumn column) {
        return column.rule().target().type().equals("bit") ? "CAST(? AS UNSIGNED)" : "?";
    }

    private static void bind(PreparedStatement statement, int parameter, String value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.VARCHAR);
        } else {
            statement.setString(parameter, value);
        }
    }

    private static Optional<List<String>> values(Optional<Row> row) {
        return row.map(Row::values);
    }

    /** A deadlock, or a lock that somebody else has. */
    private static boolean isTransient(SQLException e) {
        return e.getErrorCode() == 1213 || e.getErrorCode() == 1205;
    }
}

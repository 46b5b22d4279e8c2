package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Side;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One side of a table that is compared. */
final class SideTable {

    private final CanonicalTable table;
    private final Connection connection;
    private final TableSql sql;

    SideTable(CanonicalTable table, Side side, Connection connection, boolean utf8) {
        this.table = table;
        this.connection = connection;
        this.sql = new TableSql(table, side, utf8);
    }

    TableSql sql() {
        return sql;
    }

    Checksum checksum(Range range) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.checksum(range))) {
            bind(statement, range);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Checksum(row.getLong(1), row.getBigDecimal(2));
            }
        }
    }

    /**
     * @param offset 0: the first key of the range
     */
    Optional<Key> keyAt(Range range, long offset) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.keyAt(range))) {
            statement.setLong(bind(statement, range), offset);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(key(row)) : Optional.empty();
            }
        }
    }

    Map<Key, Look> looks(Range range) throws SQLException {
        int size = table.key().size();
        try (PreparedStatement statement = connection.prepareStatement(sql.looks(range))) {
            bind(statement, range);
            try (ResultSet row = statement.executeQuery()) {
                Map<Key, Look> looks = new HashMap<>();
                while (row.next()) {
                    looks.put(key(row), new Look(row.getString(size + 1), row.getLong(size + 2)));
                }
                return looks;
            }
        }
    }

    /** Those rows that are there. */
    Map<Key, Row> rows(Collection<Key> keys) throws SQLException {
        if (keys.isEmpty()) {
            return Map.of();
        }
        int size = table.key().size();
        try (PreparedStatement statement = connection.prepareStatement(sql.rows(keys.size()))) {
            int parameter = 1;
            for (Key key : keys) {
                parameter = bindKey(statement, parameter, key);
            }
            try (ResultSet row = statement.executeQuery()) {
                Map<Key, Row> rows = new HashMap<>();
                while (row.next()) {
                    List<String> values = new ArrayList<>();
                    for (int i = 0; i < table.columns().size(); i++) {
                        values.add(row.getString(size + 4 + i));
                    }
                    rows.put(
                            key(row),
                            new Row(
                                    new Look(row.getString(size + 1), row.getLong(size + 2)),
                                    row.getString(size + 3),
                                    values));
                }
                // A collation may have found more than was asked for.
                rows.keySet().retainAll(keys);
                return rows;
            }
        }
    }

    /**
     * @return the number of the next parameter
     */
    int bindKey(PreparedStatement statement, int first, Key key) throws SQLException {
        int parameter = first;
        for (int part = 0; part < table.key().size(); part++) {
            bind(statement, parameter++, key, part);
        }
        return parameter;
    }

    private int bind(PreparedStatement statement, Range range) throws SQLException {
        int parameter = 1;
        for (Optional<Key> bound : List.of(range.after(), range.to())) {
            if (bound.isPresent()) {
                for (int part : sql.boundParts()) {
                    bind(statement, parameter++, bound.get(), part);
                }
            }
        }
        return parameter;
    }

    private void bind(PreparedStatement statement, int parameter, Key key, int part)
            throws SQLException {
        String value = key.parts().get(part);
        if (!table.key().get(part).integer()) {
            statement.setString(parameter, value);
            return;
        }
        try {
            statement.setLong(parameter, Long.parseLong(value));
        } catch (NumberFormatException _) {
            statement.setBigDecimal(parameter, new BigDecimal(value));
        }
    }

    private Key key(ResultSet row) throws SQLException {
        List<String> parts = new ArrayList<>();
        for (int i = 1; i <= table.key().size(); i++) {
            parts.add(row.getString(i));
        }
        return new Key(parts);
    }
}

package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.source.StreamEvent;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * A change as the target gets it.
 *
 * @param key of the row, in the key's order; null of an insert
 * @param row by the table's columns; {@link
 *     StreamEvent.Change#UNCHANGED} stays as it is; null of a delete
 * @param tolerant whether it may find the row as it leaves it, or as a later change does
 */
public record RowChange(
        TargetTable table, Kind kind, String[] key, String[] row, boolean tolerant) {

    /** What is done to the row. */
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /** Whether it sets the whole row, be it there or not. */
    boolean isUpsert() {
        return tolerant && (kind == Kind.INSERT || kind == Kind.UPDATE && isComplete());
    }

    /** Whether each column has a value here. */
    boolean isComplete() {
        for (String value : row) {
            if (value == StreamEvent.Change.UNCHANGED) {
                return false;
            }
        }
        return true;
    }

    /** The columns that have a value here, but for those of the key when it is an update. */
    int[] assigned() {
        int[] columns =
                kind == Kind.INSERT || isUpsert() ? table.allColumns() : table.dataColumns();
        for (int column : columns) {
            if (row[column] == StreamEvent.Change.UNCHANGED) {
                return Arrays.stream(columns)
                        .filter(each -> row[each] != StreamEvent.Change.UNCHANGED)
                        .toArray();
            }
        }
        return columns;
    }

    /** The size of its values in characters. */
    long size() {
        long size = 0;
        if (row != null) {
            for (String value : row) {
                size += value == null ? 0 : value.length();
            }
        }
        return size;
    }

    /** As SQL with parameters. */
    String sql() {
        if (isUpsert()) {
            return table.upsert(1);
        }
        return switch (kind) {
            case INSERT -> table.insert(1);
            case UPDATE -> table.update(assigned());
            case DELETE -> table.delete(1);
        };
    }

    /** Whether it and another can be sent as one. */
    boolean isLike(RowChange other) {
        return table == other.table
                && kind == other.kind
                && tolerant == other.tolerant
                && isUpsert() == other.isUpsert()
                && canBeMany() == other.canBeMany();
    }

    /** Whether one statement can do several of its like. */
    boolean canBeMany() {
        return kind != Kind.UPDATE || isUpsert() || table.takesUpserts() && isComplete();
    }

    /** A statement that does so many of its like. */
    String sqlOfMany(int size) {
        if (kind == Kind.DELETE) {
            return table.delete(size);
        }
        return kind == Kind.UPDATE || isUpsert() ? table.upsert(size) : table.insert(size);
    }

    /**
     * Whether each of so many changes has met what it expects, by the rows affected: MySQL counts 1
     * for a row that an upsert inserts, 2 for one that it changes, 0 for one that it leaves.
     */
    boolean isDoneBy(int affected, int size) {
        boolean anyState = tolerant && kind != Kind.UPDATE || isUpsert();
        return anyState || affected == (kind == Kind.UPDATE ? 2 * size : size);
    }

    /** Gives a statement the values of columns, and returns the next parameter. */
    int bindRow(PreparedStatement statement, int first, int[] columns) throws SQLException {
        int next = first;
        for (int i : columns) {
            if (row[i] != null && table.isBinary(i)) {
                statement.setBytes(next++, HexFormat.of().parseHex(row[i]));
            } else {
                statement.setString(next++, row[i]);
            }
        }
        return next;
    }

    /** As SQL, for a reader. */
    String statement() {
        var columns = table.mapped().columns();
        var text = new StringBuilder();
        switch (kind) {
            case INSERT -> {
                text.append("INSERT INTO ").append(table.sqlName()).append(" (");
                List<String> names = new ArrayList<>();
                List<String> values = new ArrayList<>();
                for (int i = 0; i < row.length; i++) {
                    names.add(Sql.name(columns.get(i).name()));
                    values.add(Sql.literal(row[i]));
                }
                text.append(String.join(", ", names)).append(") VALUES (");
                text.append(String.join(", ", values)).append(')');
            }
            case UPDATE -> {
                text.append("UPDATE ").append(table.sqlName()).append(" SET ");
                List<String> values = new ArrayList<>();
                for (int i : assigned()) {
                    values.add(
                            Sql.name(columns.get(i).name()) + " = " + Sql.literal(row[i]));
                }
                text.append(String.join(", ", values)).append(where());
            }
            case DELETE -> text.append("DELETE FROM ").append(table.sqlName()).append(where());
        }
        return text.toString();
    }

    private String where() {
        List<String> conditions = new ArrayList<>();
        List<String> names = table.mapped().primaryKey();
        for (int i = 0; i < names.size(); i++) {
            conditions.add(Sql.name(names.get(i)) + " = " + Sql.literal(key[i]));
        }
        return " WHERE " + String.join(" AND ", conditions);
    }
}

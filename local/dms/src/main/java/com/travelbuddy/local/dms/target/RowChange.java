package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.source.StreamEvent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A change as the target gets it.
 *
 * @param key of the row, in the key's order; null of an insert
 * @param row by the table's columns; {@link
 *     StreamEvent.Change#UNCHANGED} stays as it is; null of a delete
 * @param tolerant whether the row may already be in this state or a later one
 */
public record RowChange(
        TargetTable table, Kind kind, String[] key, String[] row, boolean tolerant) {

    /** What is done to the row. */
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /** The columns that have a value here, but for those of the key when it is an update. */
    int[] assigned() {
        int[] columns = kind == Kind.UPDATE ? table.dataColumns() : table.allColumns();
        for (int column : columns) {
            if (row[column] == StreamEvent.Change.UNCHANGED) {
                return Arrays.stream(columns)
                        .filter(each -> row[each] != StreamEvent.Change.UNCHANGED)
                        .toArray();
            }
        }
        return columns;
    }

    /** As SQL with parameters. */
    String sql() {
        return switch (kind) {
            case INSERT -> tolerant ? table.upsert() : table.insert();
            case UPDATE -> table.update(assigned());
            case DELETE -> table.delete();
        };
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

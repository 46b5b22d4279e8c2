package com.travelbuddy.local.dms.source;

import com.travelbuddy.local.dms.mapping.SourceColumn;
import com.travelbuddy.local.dms.mapping.SourceTable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** The tables of a source database. */
public final class Catalog {

    // A domain is what it is made of.
    private static final String COLUMNS =
            """
            SELECT n.nspname, c.relname, quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS printed,
                   a.attname, quote_ident(a.attname) AS printed_column,
                   format_type(a.atttypid, a.atttypmod) AS type_text,
                   CASE WHEN t.typtype = 'd' THEN b.typname ELSE t.typname END AS type_name,
                   CASE WHEN t.typtype = 'd' THEN t.typtypmod ELSE a.atttypmod END AS modifier,
                   NOT a.attnotnull AS nullable,
                   array_position(i.indkey::int2[], a.attnum) AS key_position
              FROM pg_class c
              JOIN pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_type b ON b.oid = t.typbasetype
              LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
             WHERE c.relkind = 'r' AND c.relpersistence = 'p'
               AND n.nspname NOT IN ('pg_catalog', 'information_schema')
             ORDER BY n.nspname, c.relname, a.attnum
            """;

    private Catalog() {}

    /** One that is being read. */
    private static final class Builder {
        private final String schema;
        private final String name;
        private final String printed;
        private final List<SourceColumn> columns = new ArrayList<>();
        private final List<String> printedColumns = new ArrayList<>();
        private final List<Boolean> padded = new ArrayList<>();
        private final Map<Integer, String> key = new TreeMap<>();

        Builder(String schema, String name, String printed) {
            this.schema = schema;
            this.name = name;
            this.printed = printed;
        }

        CapturedTable build() {
            return new CapturedTable(
                    new SourceTable(schema, name, columns, List.copyOf(key.values())),
                    printed,
                    printedColumns,
                    padded);
        }
    }

    /**
     * Reads those that are selected, sorted by schema and name.
     *
     * @param selected takes schema and table
     */
    public static List<CapturedTable> read(
            PostgresEndpoint endpoint, BiPredicate<String, String> selected) throws SQLException {
        Map<String, Builder> tables = new LinkedHashMap<>();
        try (Connection connection = endpoint.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(COLUMNS)) {
            while (row.next()) {
                String schema = row.getString("nspname");
                String name = row.getString("relname");
                if (!selected.test(schema, name)) {
                    continue;
                }
                String printed = row.getString("printed");
                Builder table =
                        tables.computeIfAbsent(printed, key -> new Builder(schema, name, printed));
                String type = row.getString("type_name");
                table.columns.add(
                        new SourceColumn(
                                row.getString("attname"),
                                row.getString("type_text"),
                                PostgresTypes.of(
                                        type, row.getInt("modifier"), endpoint.booleanAsBoolean()),
                                row.getBoolean("nullable")));
                table.printedColumns.add(row.getString("printed_column"));
                table.padded.add(type.equals("bpchar"));
                int position = row.getInt("key_position");
                if (!row.wasNull()) {
                    table.key.put(position, row.getString("attname"));
                }
            }
        }
        return tables.values().stream().map(Builder::build).toList();
    }
}

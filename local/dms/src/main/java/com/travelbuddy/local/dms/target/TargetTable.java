package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.mapping.DataType;
import com.travelbuddy.local.dms.mapping.MappedColumn;
import com.travelbuddy.local.dms.mapping.MappedTable;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The target of a mapped table: its name, its statements, and how it is prepared for a load. */
public final class TargetTable {

    private final String schema;
    private final String name;
    private final MappedTable mapped;
    private final int[] allColumns;
    private final int[] dataColumns;
    private final String insert;
    private final String row;
    private final String onDuplicate;
    private final String update;
    private boolean takesUpserts;

    /**
     * Finds where a table goes.
     *
     * @param schema that all tables go to; empty: the mapped one
     */
    public TargetTable(MappedTable mapped, String schema) {
        this.mapped = mapped;
        this.schema = schema.isEmpty() ? mapped.schema() : schema;
        this.name = mapped.name();
        List<MappedColumn> columns = mapped.columns();
        this.allColumns = IntStream.range(0, columns.size()).toArray();
        this.dataColumns =
                IntStream.of(allColumns)
                        .filter(i -> !mapped.primaryKey().contains(columns.get(i).name()))
                        .toArray();
        this.insert =
                "INSERT INTO %s (%s) VALUES "
                        .formatted(sqlName(), names(columnNames(allColumns), ", "));
        this.row = columns.stream().map(c -> "?").collect(Collectors.joining(", ", "(", ")"));
        this.onDuplicate =
                columnNames(allColumns).stream()
                        .map(column -> "%1$s = VALUES(%1$s)".formatted(Sql.name(column)))
                        .collect(Collectors.joining(", ", " ON DUPLICATE KEY UPDATE ", ""));
        this.update = updateOf(dataColumns);
    }

    public MappedTable mapped() {
        return mapped;
    }

    /** Schema and name, as MySQL quotes them. */
    String sqlName() {
        return Sql.name(schema, name);
    }

    boolean exists(Connection connection) throws SQLException {
        return !columns(connection).isEmpty();
    }

    /**
     * Makes sure that rows can be stored.
     *
     * @throws SuspendTableException when the table or one of the columns is missing
     */
    public void requireColumns(Connection connection) throws SQLException, SuspendTableException {
        Set<String> present = columns(connection);
        if (present.isEmpty()) {
            throw new SuspendTableException(
                    "the target table %s does not exist, or may not be read".formatted(this));
        }
        List<String> missing =
                mapped.columns().stream()
                        .map(MappedColumn::name)
                        .filter(column -> !present.contains(column.toLowerCase(Locale.ROOT)))
                        .toList();
        if (!missing.isEmpty()) {
            throw new SuspendTableException(
                    "the target table %s has no column %s"
                            .formatted(this, String.join(", ", missing)));
        }
        takesUpserts = !mapped.primaryKey().isEmpty() && !isInsertSpecial(connection);
    }

    /**
     * Whether an insert can meet another key than the mapped one, runs a trigger before it finds a
     * row, or needs a column that is not mapped.
     */
    private boolean isInsertSpecial(Connection connection) throws SQLException {
        String mappedNames =
                mapped.columns().stream().map(column -> "?").collect(Collectors.joining(", "));
        String keyNames =
                mapped.primaryKey().stream().map(c -> "?").collect(Collectors.joining(", "));
        String special =
                """
                SELECT EXISTS (SELECT 1 FROM information_schema.statistics
                                WHERE table_schema = ? AND table_name = ? AND non_unique = 0
                                  AND (index_name <> 'PRIMARY' OR column_name NOT IN (%s)))
                    OR (SELECT count(*) FROM information_schema.statistics
                         WHERE table_schema = ? AND table_name = ? AND index_name = 'PRIMARY') <> ?
                    OR EXISTS (SELECT 1 FROM information_schema.triggers
                                WHERE event_object_schema = ? AND event_object_table = ?
                                  AND event_manipulation = 'INSERT' AND action_timing = 'BEFORE')
                    OR EXISTS (SELECT 1 FROM information_schema.columns
                                WHERE table_schema = ? AND table_name = ? AND is_nullable = 'NO'
                                  AND column_default IS NULL AND extra NOT LIKE '%%auto_increment%%'
                                  AND column_name NOT IN (%s))
                """
                        .formatted(keyNames, mappedNames);
        try (PreparedStatement statement = connection.prepareStatement(special)) {
            List<Object> values = new ArrayList<>(List.of(schema, name));
            values.addAll(mapped.primaryKey());
            values.addAll(List.of(schema, name, mapped.primaryKey().size()));
            values.addAll(List.of(schema, name, schema, name));
            mapped.columns().forEach(column -> values.add(column.name()));
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    public void drop(Connection connection) throws SQLException {
        execute(connection, "DROP TABLE IF EXISTS " + sqlName());
    }

    public void truncate(Connection connection) throws SQLException {
        if (exists(connection)) {
            execute(connection, "TRUNCATE TABLE " + sqlName());
        }
    }

    /** Creates the table, and its schema, unless it is there. */
    public void createIfMissing(Connection connection) throws SQLException {
        if (exists(connection)) {
            return;
        }
        execute(connection, "CREATE DATABASE IF NOT EXISTS " + Sql.name(schema));
        var columns =
                mapped.columns().stream()
                        .map(
                                column ->
                                        "%s %s%s"
                                                .formatted(
                                                        Sql.name(column.name()),
                                                        type(column.type()),
                                                        mapped.primaryKey().contains(column.name())
                                                                ? " NOT NULL"
                                                                : ""))
                        .collect(Collectors.joining(", "));
        String key =
                mapped.primaryKey().isEmpty()
                        ? ""
                        : ", PRIMARY KEY (%s)".formatted(names(mapped.primaryKey(), ", "));
        execute(
                connection,
                "CREATE TABLE IF NOT EXISTS %s (%s%s) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4"
                        .formatted(sqlName(), columns, key));
    }

    /** Indexes of all columns. */
    int[] allColumns() {
        return allColumns;
    }

    /** Indexes of the columns that are not the key's. */
    int[] dataColumns() {
        return dataColumns;
    }

    boolean isBinary(int column) {
        return TargetValue.isBinary(mapped.columns().get(column).type());
    }

    /** Whether inserting a row that is there changes that row and does nothing else. */
    boolean takesUpserts() {
        return takesUpserts;
    }

    String insert(int rows) {
        return insert + String.join(", ", Collections.nCopies(rows, row));
    }

    /** Inserts rows, or sets their values where the key is taken. */
    String upsert(int rows) {
        return insert(rows) + onDuplicate;
    }

    /** Sets these columns of the row with a key. */
    String update(int[] columns) {
        return columns == dataColumns ? update : updateOf(columns);
    }

    String delete(int rows) {
        List<String> key = mapped.primaryKey();
        String one = key.stream().map(c -> "?").collect(Collectors.joining(", ", "(", ")"));
        return "DELETE FROM %s WHERE (%s) IN (%s)"
                .formatted(
                        sqlName(),
                        names(key, ", "),
                        String.join(", ", Collections.nCopies(rows, one)));
    }

    String exists() {
        return "SELECT 1 FROM %s WHERE %s = ? FOR UPDATE".formatted(sqlName(), keyNames());
    }

    String load() {
        String variables =
                mapped.columns().stream()
                        .map(
                                column ->
                                        TargetValue.isBinary(column.type())
                                                ? "@" + Sql.name(column.name())
                                                : Sql.name(column.name()))
                        .collect(Collectors.joining(", "));
        String binary =
                mapped.columns().stream()
                        .filter(column -> TargetValue.isBinary(column.type()))
                        .map(column -> "%1$s = UNHEX(@%1$s)".formatted(Sql.name(column.name())))
                        .collect(Collectors.joining(", "));
        return "LOAD DATA LOCAL INFILE 'rows' INTO TABLE %s CHARACTER SET utf8mb4 (%s)%s"
                .formatted(sqlName(), variables, binary.isEmpty() ? "" : " SET " + binary);
    }

    /** Schema and name, for messages. */
    @Override
    public String toString() {
        return schema + "." + name;
    }

    private String updateOf(int[] columns) {
        return "UPDATE %s SET %s = ? WHERE %s = ?"
                .formatted(sqlName(), names(columnNames(columns), " = ?, "), keyNames());
    }

    private List<String> columnNames(int[] columns) {
        return IntStream.of(columns).mapToObj(i -> mapped.columns().get(i).name()).toList();
    }

    private String keyNames() {
        return names(mapped.primaryKey(), " = ? AND ");
    }

    private static String names(List<String> columns, String separator) {
        return columns.stream().map(Sql::name).collect(Collectors.joining(separator));
    }

    private Set<String> columns(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "SELECT LOWER(column_name) FROM information_schema.columns"
                                + " WHERE table_schema = ? AND table_name = ?")) {
            statement.setString(1, schema);
            statement.setString(2, name);
            Set<String> columns = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    columns.add(row.getString(1));
                }
            }
            return columns;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The guide's page on MySQL as a target, "Target data types". */
    private static String type(DataType type) {
        return switch (type.kind()) {
            case INT1 -> "TINYINT";
            case INT2 -> "SMALLINT";
            case INT4 -> "INT";
            case INT8 -> "BIGINT";
            case UINT1 -> "TINYINT UNSIGNED";
            case UINT2 -> "SMALLINT UNSIGNED";
            case UINT4 -> "INT UNSIGNED";
            case UINT8 -> "BIGINT UNSIGNED";
            case NUMERIC ->
                    type.precision() == 0
                            ? "DECIMAL(65, 30)"
                            : "DECIMAL(%d, %d)"
                                    .formatted(
                                            Math.min(type.precision(), 65),
                                            Math.min(type.scale(), 30));
            case REAL4 -> "FLOAT";
            case REAL8 -> "DOUBLE";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIME -> "TIME(%d)".formatted(Math.min(type.scale(), 6));
            case DATETIME -> "DATETIME(%d)".formatted(Math.min(type.scale(), 6));
            case STRING, WSTRING ->
                    type.length() == 0 || type.length() > 16_383
                            ? "LONGTEXT"
                            : "VARCHAR(%d)".formatted(type.length());
            case CLOB, NCLOB -> "LONGTEXT";
            case BYTES ->
                    type.length() == 0 || type.length() > 65_535
                            ? "LONGBLOB"
                            : "VARBINARY(%d)".formatted(type.length());
            case BLOB -> "LONGBLOB";
        };
    }
}

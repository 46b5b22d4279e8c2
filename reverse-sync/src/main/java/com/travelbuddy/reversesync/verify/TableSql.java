package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Sql;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is asked of one side about one table, in its dialect: only what MySQL 5.7, 8 and MariaDB
 * have in common, and PostgreSQL from 10 on.
 */
final class TableSql {

    /** PostgreSQL's functions take 100 arguments. */
    private static final int MOST_ARGUMENTS = 90;

    private final CanonicalTable table;
    private final Side side;
    private final boolean utf8;

    /**
     * @param utf8 whether texts are kept as UTF-8 in the source database, as nearly everywhere
     */
    TableSql(CanonicalTable table, Side side, boolean utf8) {
        this.table = table;
        this.side = side;
        this.utf8 = utf8;
    }

    String checksum(Range range) {
        return "SELECT count(*), coalesce(sum(%s), 0) FROM %s%s"
                .formatted(digest(), table.from(side), where(range));
    }

    /** The key of the row at a place. */
    String keyAt(Range range) {
        return "SELECT %s FROM %s%s ORDER BY %s LIMIT 1 OFFSET ?"
                .formatted(
                        texts(table.key()),
                        table.from(side),
                        where(range),
                        table.key().stream().map(this::ordered).collect(Collectors.joining(", ")));
    }

    /** Key, version and digest of each row. */
    String looks(Range range) {
        return "SELECT %s, %s, %s FROM %s%s"
                .formatted(texts(table.key()), version(), digest(), table.from(side), where(range));
    }

    /** Key, version, digest, text and all values of rows by their keys. */
    String rows(int count) {
        return "SELECT %s, %s, %s, %s, %s FROM %s WHERE %s"
                .formatted(
                        texts(table.key()),
                        version(),
                        digest(),
                        text(),
                        texts(table.columns()),
                        table.from(side),
                        ("OR (" + byKey() + ")").repeat(count).substring(3));
    }

    /** Finds a row by its key, by the index, and perhaps others that the collation takes for it. */
    String byKey() {
        return table.key().stream()
                .map(column -> (side == Side.SOURCE ? value(column) : name(column)) + " = ?")
                .collect(Collectors.joining(" AND "));
    }

    /** All compared columns; the same bytes on both sides, and no two rows have the same. */
    String text() {
        List<String> parts = new ArrayList<>();
        for (CanonicalColumn column : table.columns()) {
            String value = value(column);
            if (column.free()) {
                parts.add(isNullable(column) ? orElse(octets(value), "-1") : octets(value));
                parts.add(value);
            } else if (isNullable(column)) {
                parts.add(
                        orElse(side == Side.SOURCE ? "(%s)::text".formatted(value) : value, "'N'"));
            } else {
                parts.add(value);
            }
        }
        return joined(parts);
    }

    private static String orElse(String value, String other) {
        return "coalesce(%s, %s)".formatted(value, other);
    }

    private boolean isNullable(CanonicalColumn column) {
        return side == Side.SOURCE
                ? column.rule().source().nullable()
                : column.rule().target().nullable();
    }

    private static String joined(List<String> parts) {
        List<String> groups = parts;
        while (groups.size() > MOST_ARGUMENTS) {
            List<String> wider = new ArrayList<>();
            // Even groups keep a length beside its text: no group is NULL as a whole.
            for (int i = 0; i < groups.size(); i += 2 * (MOST_ARGUMENTS / 4)) {
                wider.add(
                        concat(
                                groups.subList(
                                        i, Math.min(groups.size(), i + 2 * (MOST_ARGUMENTS / 4)))));
            }
            groups = wider;
        }
        return concat(groups);
    }

    private static String concat(List<String> parts) {
        return "concat_ws(',', %s)".formatted(String.join(", ", parts));
    }

    private String octets(String value) {
        if (side == Side.TARGET) {
            return "length(%s)".formatted(value);
        }
        return utf8
                ? "octet_length(%s)".formatted(value)
                : "length(convert_to(%s, 'UTF8'))".formatted(value);
    }

    /** 60 bits; -1 where the server makes no text of a row that is too long for it. */
    private String digest() {
        if (side == Side.TARGET) {
            return "coalesce(cast(conv(left(md5(%s), 15), 16, 10) AS SIGNED), -1)"
                    .formatted(text());
        }
        String bytes = utf8 ? text() : "convert_to(%s, 'UTF8')".formatted(text());
        return "('x' || left(md5(%s), 15))::bit(60)::bigint".formatted(bytes);
    }

    private String version() {
        return side == Side.SOURCE ? "xmin::text" : "''";
    }

    private String texts(List<CanonicalColumn> columns) {
        return columns.stream().map(this::asText).collect(Collectors.joining(", "));
    }

    /** Under another name: ORDER BY would take the text for the column. */
    private String asText(CanonicalColumn column) {
        return side == Side.SOURCE
                ? "(%s)::text AS as_text".formatted(value(column))
                : "concat(%s) AS as_text".formatted(value(column));
    }

    private String where(Range range) {
        List<String> conditions = new ArrayList<>();
        range.after().ifPresent(_ -> conditions.add(bound(">")));
        range.to().ifPresent(_ -> conditions.add(bound("<=")));
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    /** How often each key's part is a parameter of a bound is told by {@link #boundParts}. */
    private String bound(String comparison) {
        List<String> columns = table.key().stream().map(this::ordered).toList();
        if (columns.size() == 1) {
            return "%s %s %s".formatted(columns.getFirst(), comparison, parameter(0));
        }
        if (side == Side.SOURCE) {
            List<String> parameters = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                parameters.add(parameter(i));
            }
            return "(%s) %s (%s)"
                    .formatted(
                            String.join(", ", columns), comparison, String.join(", ", parameters));
        }
        // MySQL reads the whole index for a comparison of rows.
        String strict = comparison.substring(0, 1);
        List<String> ways = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            StringBuilder way = new StringBuilder();
            for (int j = 0; j < i; j++) {
                way.append("%s = %s AND ".formatted(columns.get(j), parameter(j)));
            }
            boolean last = i == columns.size() - 1;
            way.append(
                    "%s %s %s".formatted(columns.get(i), last ? comparison : strict, parameter(i)));
            ways.add("(" + way + ")");
        }
        return "%s %s= %s AND (%s)"
                .formatted(columns.getFirst(), strict, parameter(0), String.join(" OR ", ways));
    }

    /** Which part of the key each parameter of a bound is. */
    List<Integer> boundParts() {
        int size = table.key().size();
        List<Integer> parts = new ArrayList<>();
        if (size > 1 && side == Side.TARGET) {
            parts.add(0);
            for (int i = 0; i < size; i++) {
                for (int j = 0; j <= i; j++) {
                    parts.add(j);
                }
            }
        } else {
            for (int i = 0; i < size; i++) {
                parts.add(i);
            }
        }
        return parts;
    }

    private String parameter(int part) {
        return side == Side.TARGET && table.key().get(part).free() ? "CAST(? AS BINARY)" : "?";
    }

    /** By bytes where it is a text: collations of the two sides never agree. */
    private String ordered(CanonicalColumn column) {
        if (!column.free()) {
            return name(column);
        }
        return side == Side.SOURCE
                ? "(%s) COLLATE \"C\"".formatted(value(column))
                : "CAST(%s AS BINARY)".formatted(value(column));
    }

    private String value(CanonicalColumn column) {
        return side == Side.SOURCE ? column.source() : column.target();
    }

    private String name(CanonicalColumn column) {
        return side == Side.SOURCE
                ? Sql.postgresName(column.rule().source().name())
                : Sql.mySqlName(column.rule().target().name());
    }
}

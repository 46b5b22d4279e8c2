package com.travelbuddy.local.dms;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Says how a target differs from what the mapping makes of its source; shares no code with it. */
final class Comparison {

    private static final String SPECIALS_AT_SOURCE =
            """
            SELECT id, header, body, origin, origin_code AS "originCode", destination,
                   destination_code AS "destinationCode", cost, expiry_date AS "expiryDate"
              FROM travelbuddy.flightspecial
            """;

    private final Flights flights;

    Comparison(Flights flights) {
        this.flights = flights;
    }

    /** A line for each row that is missing, too many or different, of all tables. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (String table : Flights.TABLES) {
            differences.addAll(differences(table));
        }
        return differences;
    }

    List<String> differences(String table) {
        try (Connection source = flights.source();
                Connection target = flights.target()) {
            // By the mapping's names, and in an order that no collation has a say in.
            Map<String, Map<String, Object>> expected =
                    rows(source, table.equals("flightspecial") ? SPECIALS_AT_SOURCE : all(table));
            Map<String, Map<String, Object>> actual =
                    rows(target, all(table).replace("travelbuddy.", ""));
            List<String> differences = new ArrayList<>();
            expected.forEach(
                    (key, row) -> {
                        if (actual.containsKey(key)) {
                            compare(table + " " + key, row, actual.get(key), differences);
                        } else {
                            differences.add(
                                    "%s %s: missing, should be %s"
                                            .formatted(table, key, printed(row)));
                        }
                    });
            actual.forEach(
                    (key, row) -> {
                        if (!expected.containsKey(key)) {
                            differences.add(
                                    "%s %s: too many, is %s".formatted(table, key, printed(row)));
                        }
                    });
            return differences;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String all(String table) {
        return "SELECT * FROM travelbuddy." + table;
    }

    private static void compare(
            String row,
            Map<String, Object> expected,
            Map<String, Object> actual,
            List<String> differences) {
        if (!expected.keySet().equals(actual.keySet())) {
            differences.add(
                    "%s: has the columns %s instead of %s"
                            .formatted(row, actual.keySet(), expected.keySet()));
            return;
        }
        expected.forEach(
                (column, value) -> {
                    if (!Objects.equals(value, actual.get(column))) {
                        differences.add(
                                "%s, %s: is %s, should be %s"
                                        .formatted(
                                                row,
                                                column,
                                                printed(actual.get(column)),
                                                printed(value)));
                    }
                });
    }

    /** Rows by the text of their keys. */
    private static Map<String, Map<String, Object>> rows(Connection connection, String query)
            throws SQLException {
        Map<String, Map<String, Object>> found = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= columns; i++) {
                    row.put(rows.getMetaData().getColumnLabel(i), value(rows, i));
                }
                String key =
                        row.containsKey("special_id")
                                ? row.get("special_id") + "/" + row.get("position")
                                : printed(row.values().iterator().next());
                if (found.put(key, row) != null) {
                    throw new IllegalStateException("There are two rows " + key);
                }
            }
        }
        return found;
    }

    private static Object value(ResultSet rows, int i) throws SQLException {
        if (rows.getMetaData().getColumnLabel(i).equals("expiryDate")) {
            return expiryMillis(rows, i);
        }
        return switch (rows.getObject(i)) {
            case BigDecimal number -> number;
            case Number number -> number.longValue();
            case null -> null;
            default -> rows.getString(i);
        };
    }

    private static long expiryMillis(ResultSet rows, int i) throws SQLException {
        if (!rows.getMetaData().getColumnTypeName(i).equals("timestamp")) {
            return rows.getLong(i);
        }
        LocalDateTime expiry = rows.getObject(i, LocalDateTime.class);
        // The floor, before 1970 too.
        return expiry == null ? 0 : expiry.toInstant(ZoneOffset.UTC).toEpochMilli();
    }

    private static String printed(Object value) {
        return switch (value) {
            case String text -> printed(text);
            case Map<?, ?> row ->
                    row.values().stream().map(Comparison::printed).toList().toString();
            case null -> "NULL";
            default -> value.toString();
        };
    }

    /** Quoted, so that what cannot be seen can be told. */
    private static String printed(String text) {
        StringBuilder printed = new StringBuilder("\"");
        text.codePoints()
                .limit(80)
                .forEach(
                        c -> {
                            if (c < ' ' || c == 0x7f || c > 0xffff || c == '\\') {
                                printed.append("\\u{%x}".formatted(c));
                            } else {
                                printed.appendCodePoint(c);
                            }
                        });
        int length = text.codePointCount(0, text.length());
        return printed.append('"') + (length > 80 ? " (%d code points)".formatted(length) : "");
    }
}

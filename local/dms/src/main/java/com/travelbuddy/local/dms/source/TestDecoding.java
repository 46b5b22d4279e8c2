package com.travelbuddy.local.dms.source;

import com.travelbuddy.local.dms.source.StreamEvent.Change;
import com.travelbuddy.local.dms.source.StreamEvent.Kind;

import org.postgresql.replication.LogSequenceNumber;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the text of PostgreSQL's output plugin test_decoding (its contrib/test_decoding.c). Tables
 * that nobody asked for are passed over. Not safe for use by several threads.
 */
final class TestDecoding {

    private static final DateTimeFormatter COMMIT_TIME =
            new DateTimeFormatterBuilder()
                    .appendPattern("yyyy-MM-dd HH:mm:ss")
                    .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                    .appendOffset("+HHmmss", "+00")
                    .toFormatter();

    private final Map<String, CapturedTable> tables;

    private String text;
    private int at;
    private String unknown;

    TestDecoding(Collection<CapturedTable> tables) {
        this.tables =
                tables.stream()
                        .collect(Collectors.toMap(CapturedTable::printed, Function.identity()));
    }

    /** The event that a message tells of; empty: of a table that nobody asked for. */
    Optional<StreamEvent> parse(String message, LogSequenceNumber position) {
        text = message;
        at = 0;
        unknown = null;
        if (skip("table ")) {
            return change(position);
        }
        if (skip("BEGIN")) {
            return Optional.of(new StreamEvent.Begin());
        }
        if (skip("COMMIT (at ")) {
            String time = text.substring(at, text.lastIndexOf(')'));
            return Optional.of(
                    new StreamEvent.Commit(
                            position, OffsetDateTime.parse(time, COMMIT_TIME).toInstant()));
        }
        throw unreadable();
    }

    private Optional<StreamEvent> change(LogSequenceNumber position) {
        List<String> names = new ArrayList<>(1);
        names.add(name());
        while (skip(", ")) {
            names.add(name());
        }
        require(": ");
        if (skip("TRUNCATE:")) {
            List<CapturedTable> truncated =
                    names.stream().filter(tables::containsKey).map(tables::get).toList();
            return truncated.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new StreamEvent.Truncate(truncated));
        }
        CapturedTable table = tables.get(names.getFirst());
        if (table == null) {
            return Optional.empty();
        }
        if (skip("INSERT:")) {
            return Optional.of(
                    new Change(Kind.INSERT, table, null, tuple(table), unknown, position));
        }
        if (skip("UPDATE:")) {
            String[] before = skip(" old-key:") ? tuple(table) : null;
            if (before != null) {
                require(" new-tuple:");
            }
            return Optional.of(
                    new Change(Kind.UPDATE, table, before, tuple(table), unknown, position));
        }
        if (skip("DELETE:")) {
            return Optional.of(
                    new Change(Kind.DELETE, table, tuple(table), null, unknown, position));
        }
        throw unreadable();
    }

    /** One {@code schema.table}, each part quoted where it needs that. */
    private String name() {
        int start = at;
        boolean quoted = false;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == ':' || c == ',')) {
                break;
            }
            at++;
        }
        return text.substring(start, at);
    }

    /** Columns as {@code name[type]:value}, each after a blank. */
    private String[] tuple(CapturedTable table) {
        List<String> columns = table.printedColumns();
        var values = new String[columns.size()];
        Arrays.fill(values, Change.ABSENT);
        if (skip(" (no-tuple-data)")) {
            return values;
        }
        int next = 0;
        while (at < text.length() && !text.startsWith(" new-tuple:", at)) {
            require(" ");
            int column = column(columns, next);
            at = text.indexOf("]:", at) + 2;
            String value = value();
            if (column >= 0) {
                values[column] =
                        value != null && table.padded().get(column)
                                ? value.substring(0, lengthWithoutPadding(value))
                                : value;
                next = column + 1;
            }
        }
        return values;
    }

    /** The index of the column whose name is here, most often the expected one; -1: a new one. */
    private int column(List<String> columns, int expected) {
        if (expected < columns.size() && isHere(columns.get(expected))) {
            return expected;
        }
        for (int i = 0; i < columns.size(); i++) {
            if (isHere(columns.get(i))) {
                return i;
            }
        }
        unknown = text.substring(at, text.indexOf('[', at));
        return -1;
    }

    private boolean isHere(String column) {
        int end = at + column.length();
        return text.startsWith(column, at) && end < text.length() && text.charAt(end) == '[';
    }

    private String value() {
        if (at < text.length() && text.charAt(at) == 'B' && text.startsWith("B'", at)) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\'') {
            return quoted();
        }
        int end = text.indexOf(' ', at);
        String value = end < 0 ? text.substring(at) : text.substring(at, end);
        at += value.length();
        return switch (value) {
            case "null" -> null;
            case "unchanged-toast-datum" -> Change.UNCHANGED;
            default -> value;
        };
    }

    /** In single quotes, which are doubled inside. */
    private String quoted() {
        int start = at + 1;
        int end = text.indexOf('\'', start);
        if (end + 1 >= text.length() || text.charAt(end + 1) != '\'') {
            at = end + 1;
            return text.substring(start, end);
        }
        var value = new StringBuilder();
        while (end + 1 < text.length() && text.charAt(end + 1) == '\'') {
            value.append(text, start, end + 1);
            start = end + 2;
            end = text.indexOf('\'', start);
        }
        at = end + 1;
        return value.append(text, start, end).toString();
    }

    private static int lengthWithoutPadding(String value) {
        int length = value.length();
        while (length > 0 && value.charAt(length - 1) == ' ') {
            length--;
        }
        return length;
    }

    private boolean skip(String expected) {
        if (text.startsWith(expected, at)) {
            at += expected.length();
            return true;
        }
        return false;
    }

    private void require(String expected) {
        if (!skip(expected)) {
            throw unreadable();
        }
    }

    /** Without the values, which are nobody's business in a log. */
    private IllegalStateException unreadable() {
        return new IllegalStateException(
                "a message of test_decoding cannot be read at character %d of %d"
                        .formatted(at, text.length()));
    }
}

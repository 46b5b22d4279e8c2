package com.travelbuddy.reversesync.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.reversesync.settings.TableName;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a rule of a table mapping is about, by DMS's patterns: {@code %} for any characters, {@code
 * _} for one, {@code [_]} for itself.
 *
 * @param column absent: the rule is about whole tables
 */
record Locator(String schema, String table, Optional<String> column) {

    /** A column of a table. */
    record Place(TableName table, String column) {}

    static Locator of(JsonNode rule) {
        JsonNode locator = rule.path("object-locator");
        return new Locator(
                locator.path("schema-name").asText("%"),
                locator.path("table-name").asText("%"),
                Optional.ofNullable(locator.get("column-name")).map(JsonNode::asText));
    }

    boolean matches(TableName name) {
        return matches(schema, name.schema()) && matches(table, name.table());
    }

    /** The columns that it is about; of a rule without a column, all of its tables. */
    List<Place> places(List<Place> all) {
        return all.stream()
                .filter(
                        place ->
                                matches(place.table())
                                        && column.stream()
                                                .allMatch(
                                                        name ->
                                                                columnMatches(
                                                                        name, place.column())))
                .toList();
    }

    List<TableName> tables(List<Place> all) {
        return all.stream().map(Place::table).filter(this::matches).distinct().toList();
    }

    @Override
    public String toString() {
        return Stream.concat(Stream.of(schema, table), column.stream())
                .reduce((left, right) -> left + "." + right)
                .orElseThrow();
    }

    /** A column's exact name goes before its reading as a pattern: names often have {@code _}. */
    private static boolean columnMatches(String pattern, String name) {
        return pattern.contains("%") || pattern.contains("[")
                ? matches(pattern, name)
                : pattern.equals(name);
    }

    static boolean matches(String pattern, String name) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            int end = c == '[' ? pattern.indexOf(']', i) : -1;
            if (end > i) {
                String inner = pattern.substring(i + 1, end);
                regex.append(
                        inner.matches("\\w(-\\w)?")
                                ? "[" + inner + "]"
                                : Pattern.quote(pattern.substring(i, end + 1)));
                i = end;
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return name.matches(regex.toString());
    }
}

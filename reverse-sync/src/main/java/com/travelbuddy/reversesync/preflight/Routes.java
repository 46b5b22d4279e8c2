package com.travelbuddy.reversesync.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.reversesync.settings.TableName;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the rules of a table mapping take tables and columns.
 *
 * @param rules the lowest id first: of several for one object, it counts
 */
record Routes(List<JsonNode> rules) {

    private static final Set<String> ACTIONS_ON_NAMES = Set.of("rename", "remove-column");

    boolean selects(TableName table) {
        List<String> actions =
                rules.stream()
                        .filter(rule -> rule.path("rule-type").asText().equals("selection"))
                        .filter(rule -> Locator.of(rule).matches(table))
                        .map(rule -> rule.path("rule-action").asText())
                        .toList();
        return !actions.isEmpty() && !actions.contains("exclude");
    }

    /** The name that a column gets; empty: it is dropped. */
    Optional<String> column(Locator.Place place) {
        for (JsonNode rule : rules) {
            String action = rule.path("rule-action").asText();
            if (rule.path("rule-target").asText().equals("column")
                    && ACTIONS_ON_NAMES.contains(action)
                    && !Locator.of(rule).places(List.of(place)).isEmpty()) {
                return action.equals("rename")
                        ? Optional.of(rule.path("value").asText())
                        : Optional.empty();
            }
        }
        return Optional.of(place.column());
    }

    /** Where the rules take a table. */
    TableName destination(TableName table) {
        return new TableName(
                renamed("schema", table, table.schema()), renamed("table", table, table.table()));
    }

    private String renamed(String target, TableName table, String otherwise) {
        return rules.stream()
                .filter(rule -> rule.path("rule-target").asText().equals(target))
                .filter(rule -> rule.path("rule-action").asText().equals("rename"))
                .filter(rule -> Locator.of(rule).matches(table))
                .map(rule -> rule.path("value").asText())
                .findFirst()
                .orElse(otherwise);
    }
}

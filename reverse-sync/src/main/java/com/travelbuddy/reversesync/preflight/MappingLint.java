package com.travelbuddy.reversesync.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.reversesync.catalog.Column;
import com.travelbuddy.reversesync.catalog.Table;
import com.travelbuddy.reversesync.settings.TableName;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for what DMS would pass over without a word in a table mapping.
 *
 * @param whose of which mapping, for the evidence
 * @param prefix of the findings' ids
 * @param all columns of the source
 * @param targets tables that the mapping is expected to fill
 */
record MappingLint(
        String whose, String prefix, List<Locator.Place> all, List<Table> targets, Notes notes) {

    private static final Pattern TEXT = Pattern.compile("'(?:[^']|'')*'");
    private static final Pattern CRAMPED =
            Pattern.compile("[^ ](?:\\|\\||[*+<>=])|(?:\\|\\||[*+<>=])[^ |<>=]");
    private static final Pattern COLUMN = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
    private static final Set<String> FOLLOWED =
            Set.of("rename", "remove-column", "add-column", "change-data-type");

    void check(JsonNode document) {
        List<JsonNode> rules = new ArrayList<>();
        document.path("rules").forEach(rules::add);
        // Of several rules for one object, the lowest id counts.
        rules.sort(Comparator.comparingInt(rule -> rule.path("rule-id").asInt()));
        rules.forEach(this::locator);
        rules.forEach(this::expression);
        overlaps(rules);
        fed(rules);
    }

    private void locator(JsonNode rule) {
        Locator locator = Locator.of(rule);
        // A column that is added is not one of the source's, whatever the locator says.
        boolean ofColumn =
                locator.column().isPresent()
                        && !rule.path("rule-action").asText().equals("add-column");
        int found = ofColumn ? locator.places(all).size() : locator.tables(all).size();
        boolean ofSchema = rule.path("rule-target").asText().equals("schema");
        if (ofSchema ? found > 0 : found == 1) {
            return;
        }
        notes.error(
                prefix + "locator",
                found == 0
                        ? "A rule is about nothing that the source has: DMS passes over it"
                        : "A rule is about more than one object",
                "%s, rule %s: %s matches %d %s"
                        .formatted(
                                whose,
                                rule.path("rule-name").asText(),
                                locator,
                                found,
                                ofColumn ? "columns" : "tables"),
                "correct the name: it has to match exactly one");
    }

    private void expression(JsonNode rule) {
        String expression = rule.path("expression").asText("");
        String code = TEXT.matcher(expression).replaceAll("''");
        if (CRAMPED.matcher(code).find()) {
            notes.error(
                    prefix + "expression-spaces",
                    "DMS's parser wants a space on both sides of an operator",
                    "%s, rule %s: %s".formatted(whose, rule.path("rule-name").asText(), expression),
                    "put the spaces in");
        }
        Locator locator = Locator.of(rule);
        Matcher column = COLUMN.matcher(code);
        while (column.find()) {
            String name = column.group(1);
            boolean known =
                    name.startsWith("AR_")
                            || all.stream()
                                    .anyMatch(
                                            place ->
                                                    locator.matches(place.table())
                                                            && place.column().equals(name));
            if (!known) {
                notes.error(
                        prefix + "expression-column",
                        "An expression reads a column that the source has not",
                        "%s, rule %s: $%s".formatted(whose, rule.path("rule-name").asText(), name),
                        "correct the name in the expression");
            }
        }
        String special = locator.column().orElse("");
        if (special.matches(".*[#\\\\/-].*") && !special.contains("[")) {
            notes.error(
                    prefix + "special-name",
                    "DMS transforms no column whose name has # \\ / or -",
                    "%s: %s".formatted(whose, locator),
                    "rename the column at the source");
        }
    }

    private void overlaps(List<JsonNode> rules) {
        Map<String, Set<String>> byObject = new TreeMap<>();
        for (JsonNode rule : rules) {
            String action = rule.path("rule-action").asText();
            if (!rule.path("rule-type").asText().equals("transformation")
                    || action.equals("add-column")) {
                continue;
            }
            Locator locator = Locator.of(rule);
            String name = rule.path("rule-name").asText();
            for (String object : objects(rule, locator)) {
                byObject.computeIfAbsent(object, _ -> new TreeSet<>()).add(name);
            }
        }
        byObject.forEach(
                (object, names) -> {
                    if (names.size() > 1) {
                        notes.error(
                                prefix + "rule-overlap",
                                "Several rules are about one object, and only one counts",
                                "%s, %s: %s".formatted(whose, object, String.join(", ", names)),
                                "leave exactly one");
                    }
                });
    }

    private List<String> objects(JsonNode rule, Locator locator) {
        return switch (rule.path("rule-target").asText()) {
            case "schema" ->
                    locator.tables(all).stream()
                            .map(table -> "schema " + table.schema())
                            .distinct()
                            .toList();
            case "table" -> locator.tables(all).stream().map(table -> "table " + table).toList();
            default ->
                    locator.places(all).stream()
                            .map(place -> "column %s.%s".formatted(place.table(), place.column()))
                            .toList();
        };
    }

    /** Follows each selected column to where the rules take it. */
    private void fed(List<JsonNode> rules) {
        List<String> unfollowed =
                rules.stream()
                        .filter(rule -> rule.path("rule-type").asText().equals("transformation"))
                        .map(rule -> rule.path("rule-action").asText())
                        .filter(action -> !FOLLOWED.contains(action))
                        .distinct()
                        .toList();
        if (!unfollowed.isEmpty()) {
            notes.warning(
                    "not-checked",
                    "Which columns a mapping feeds could not be checked",
                    "%s has rules with %s".formatted(whose, String.join(", ", unfollowed)),
                    "apply the derived mapping, which has no such rules");
            return;
        }
        Routes routes = new Routes(rules);
        Map<TableName, Set<String>> fed = new HashMap<>();
        for (Locator.Place place : all) {
            if (routes.selects(place.table())) {
                routes.column(place)
                        .ifPresent(
                                name ->
                                        fed.computeIfAbsent(
                                                        routes.destination(place.table()),
                                                        _ -> new TreeSet<>())
                                                .add(name));
            }
        }
        for (JsonNode rule : rules) {
            if (rule.path("rule-action").asText().equals("add-column")) {
                for (TableName table : Locator.of(rule).tables(all)) {
                    fed.computeIfAbsent(routes.destination(table), _ -> new TreeSet<>())
                            .add(rule.path("value").asText());
                }
            }
        }
        for (Table target : targets) {
            compare(target, fed.getOrDefault(target.name(), Set.of()));
        }
    }

    private void compare(Table target, Set<String> fed) {
        if (fed.isEmpty()) {
            notes.error(
                    prefix + "table-unfed",
                    "No rule leads to the target's table",
                    "%s, %s".formatted(whose, target.name()),
                    "correct the rules, or take the table out of the declaration");
            return;
        }
        List<String> unknown =
                fed.stream()
                        .filter(
                                name ->
                                        target.columns().stream()
                                                .noneMatch(
                                                        column ->
                                                                column.name()
                                                                        .equalsIgnoreCase(name)))
                        .toList();
        if (!unknown.isEmpty()) {
            notes.error(
                    prefix + "column-unknown",
                    "Columns go to the target that it does not have",
                    "%s, %s: %s".formatted(whose, target.name(), String.join(", ", unknown)),
                    "rename or drop them by a rule of their own");
        }
        List<String> unfed =
                target.columns().stream()
                        .filter(column -> !column.defaulted())
                        .map(Column::name)
                        .filter(name -> fed.stream().noneMatch(name::equalsIgnoreCase))
                        .toList();
        if (!unfed.isEmpty()) {
            notes.error(
                    prefix + "column-unfed",
                    "Nothing feeds columns of the target that have no default",
                    "%s, %s: %s".formatted(whose, target.name(), String.join(", ", unfed)),
                    "add a rule for each of them");
        }
    }
}

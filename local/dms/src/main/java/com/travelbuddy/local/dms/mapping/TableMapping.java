package com.travelbuddy.local.dms.mapping;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** The rules of a task: which tables it takes and what it makes of them. */
public final class TableMapping {

    private final List<SelectionRule> selections;
    private final List<TransformationRule> transformations;

    TableMapping(List<SelectionRule> selections, List<TransformationRule> transformations) {
        this.selections = List.copyOf(selections);
        this.transformations = List.copyOf(transformations);
    }

    /**
     * Reads a document of the guide's page on table mapping.
     *
     * @throws InvalidMappingException when it is not one, or holds a rule that is not supported
     */
    public static TableMapping parse(String json) throws InvalidMappingException {
        return MappingParser.parse(json);
    }

    /** Whether a table is to be replicated. */
    public boolean selects(String schema, String table) {
        return selections.stream()
                        .noneMatch(
                                rule ->
                                        rule.action() == SelectionRule.Action.EXCLUDE
                                                && rule.matches(schema, table))
                && !including(schema, table).isEmpty();
    }

    /** Higher ones are loaded first. */
    public int loadOrder(String schema, String table) {
        return including(schema, table).stream().mapToInt(SelectionRule::loadOrder).max().orElse(0);
    }

    private List<SelectionRule> including(String schema, String table) {
        return selections.stream()
                .filter(rule -> rule.action() != SelectionRule.Action.EXCLUDE)
                .filter(rule -> rule.matches(schema, table))
                .toList();
    }

    /**
     * Applies the transformations to a table that is selected.
     *
     * @throws UnmappableTableException when a carried column has a type that cannot be carried, an
     *     added column has the name of an existing one, an expression is wrong, or no column is
     *     left
     */
    public MappedTable map(SourceTable table) throws UnmappableTableException {
        List<List<SelectionRule.Filter>> filters =
                including(table.schema(), table.name()).stream()
                        .map(SelectionRule::filters)
                        .toList();
        return new TableMapper(table, transformations).map(RowFilter.of(table, filters));
    }

    /**
     * The rules that are about nothing, which DMS ignores without a word: one line each.
     *
     * @param tables all that the source has
     */
    public List<String> unmatched(Collection<SourceTable> tables) {
        List<String> lines = new ArrayList<>();
        for (SelectionRule rule : selections) {
            if (tables.stream().noneMatch(table -> rule.matches(table.schema(), table.name()))) {
                lines.add(
                        "%s selects by %s.%s, which no table matches"
                                .formatted(
                                        rule.id(),
                                        rule.locator().schema(),
                                        rule.locator().table()));
            }
        }
        for (TransformationRule rule : transformations) {
            if (tables.stream().noneMatch(matchedBy(rule))) {
                lines.add("%s is about %s, which nothing matches".formatted(rule, described(rule)));
            }
        }
        return lines;
    }

    private static Predicate<SourceTable> matchedBy(TransformationRule rule) {
        boolean ofColumn =
                rule.target() == TransformationRule.Target.COLUMN
                        && !(rule.transformation() instanceof Transformation.AddColumn);
        return table ->
                rule.locator().matches(table.schema(), table.name())
                        && (!ofColumn
                                || table.columns().stream()
                                        .anyMatch(
                                                column ->
                                                        rule.locator()
                                                                .column()
                                                                .matches(column.name())));
    }

    private static String described(TransformationRule rule) {
        Locator locator = rule.locator();
        return switch (rule.target()) {
            case SCHEMA -> "schema " + locator.schema();
            case TABLE -> "table %s.%s".formatted(locator.schema(), locator.table());
            case COLUMN ->
                    rule.transformation() instanceof Transformation.AddColumn
                            ? "table %s.%s".formatted(locator.schema(), locator.table())
                            : "column %s.%s.%s"
                                    .formatted(locator.schema(), locator.table(), locator.column());
        };
    }
}

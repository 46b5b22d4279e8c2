package com.travelbuddy.local.dms.mapping;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Which rows of a table are selected, by the filters of its selection rules. */
public final class RowFilter {

    private static final RowFilter ALL = new RowFilter(List.of());

    /** Any of these rules, each with all of its filters; empty: all rows. */
    private final List<List<Bound>> rules;

    private RowFilter(List<List<Bound>> rules) {
        this.rules = rules;
    }

    /** One filter: any of its conditions. */
    private record Bound(int index, String column, List<ColumnCondition> conditions) {

        boolean selects(String[] values) {
            String value = values[index];
            for (ColumnCondition condition : conditions) {
                if (condition.holds(value)) {
                    return true;
                }
            }
            return false;
        }

        String sql() {
            return conditions.stream()
                    .map(ColumnCondition::sql)
                    .collect(Collectors.joining(" OR ", "(", ")"));
        }
    }

    /** Selects all rows. */
    public static RowFilter all() {
        return ALL;
    }

    /**
     * Rows that any of several rules selects.
     *
     * @param rules the filters of each
     * @throws UnmappableTableException when a filter's column is not there or cannot be compared
     *     with its values
     */
    static RowFilter of(SourceTable table, List<List<SelectionRule.Filter>> rules)
            throws UnmappableTableException {
        if (rules.isEmpty() || rules.stream().anyMatch(List::isEmpty)) {
            return ALL;
        }
        List<List<Bound>> bound = new ArrayList<>();
        for (List<SelectionRule.Filter> filters : rules) {
            List<Bound> conjunction = new ArrayList<>();
            for (SelectionRule.Filter filter : filters) {
                conjunction.add(bind(table, filter));
            }
            bound.add(List.copyOf(conjunction));
        }
        return new RowFilter(List.copyOf(bound));
    }

    private static Bound bind(SourceTable table, SelectionRule.Filter filter)
            throws UnmappableTableException {
        for (int i = 0; i < table.columns().size(); i++) {
            SourceColumn column = table.columns().get(i);
            if (column.name().equals(filter.column())) {
                List<ColumnCondition> conditions = new ArrayList<>();
                for (SelectionRule.Condition condition : filter.conditions()) {
                    conditions.add(ColumnCondition.of(table, column, condition));
                }
                return new Bound(i, column.name(), List.copyOf(conditions));
            }
        }
        throw new UnmappableTableException(
                "Table %s.%s has no column %s, which a filter is about"
                        .formatted(table.schema(), table.name(), filter.column()));
    }

    /**
     * A condition for a WHERE clause at the source; empty: all rows. It is for a session with
     * standard_conforming_strings on and time zone UTC.
     */
    public String where() {
        String where =
                rules.stream()
                        .map(
                                filters ->
                                        filters.stream()
                                                .map(Bound::sql)
                                                .collect(Collectors.joining(" AND ")))
                        .collect(Collectors.joining(" OR "));
        // So that callers can put an AND behind it.
        return rules.size() > 1 ? "(" + where + ")" : where;
    }

    /**
     * Whether a changed row is selected. As in SQL, a comparison with NULL does not hold; so a row
     * of which only the key is known is not selected by a filter over another column.
     *
     * @param values the row as PostgreSQL prints it, by the source table's columns; null is NULL
     */
    public boolean selects(String[] values) {
        if (rules.isEmpty()) {
            return true;
        }
        for (List<Bound> filters : rules) {
            if (all(filters, values)) {
                return true;
            }
        }
        return false;
    }

    private static boolean all(List<Bound> filters, String[] values) {
        for (Bound filter : filters) {
            if (!filter.selects(values)) {
                return false;
            }
        }
        return true;
    }

    /** A warning where deletes, which come with the key only, are not selected. */
    Optional<String> lostDeletes(SourceTable table) {
        Set<String> others = new LinkedHashSet<>();
        rules.forEach(filters -> filters.forEach(filter -> others.add(filter.column())));
        table.primaryKey().forEach(others::remove);
        return others.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "Deletes of %s.%s may be lost: a filter is about %s, not of the key"
                                .formatted(
                                        table.schema(), table.name(), String.join(", ", others)));
    }
}

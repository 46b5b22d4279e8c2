package com.travelbuddy.local.dms.mapping;

import java.util.List;

/** A rule that takes tables in or leaves them out. */
record SelectionRule(
        RuleId id, Action action, Locator locator, int loadOrder, List<Filter> filters) {

    enum Action {
        INCLUDE,
        EXCLUDE,
        /** As include, by exact names. */
        EXPLICIT
    }

    /** Holds where one of its conditions does. */
    record Filter(String column, List<Condition> conditions) {}

    /**
     * @param operands as many as the operator needs
     */
    record Condition(FilterOperator operator, List<String> operands) {}

    boolean matches(String schema, String table) {
        return action == Action.EXPLICIT
                ? locator.schema().text().equals(schema) && locator.table().text().equals(table)
                : locator.matches(schema, table);
    }
}

package com.travelbuddy.local.dms.mapping;

import java.util.Map;

/** How a filter condition compares. */
enum FilterOperator {
    EQUAL(1, "="),
    NOT_EQUAL(1, "<>"),
    AT_LEAST(1, ">="),
    AT_MOST(1, "<="),
    BETWEEN(2, "BETWEEN"),
    NOT_BETWEEN(2, "NOT BETWEEN"),
    NULL(0, "IS NULL"),
    NOT_NULL(0, "IS NOT NULL");

    /** The guide's table says ste where its examples say lte. */
    static final Map<String, FilterOperator> BY_NAME =
            Map.of(
                    "eq", EQUAL,
                    "noteq", NOT_EQUAL,
                    "gte", AT_LEAST,
                    "ste", AT_MOST,
                    "lte", AT_MOST,
                    "between", BETWEEN,
                    "notbetween", NOT_BETWEEN,
                    "null", NULL,
                    "notnull", NOT_NULL);

    private final int operands;
    private final String sql;

    FilterOperator(int operands, String sql) {
        this.operands = operands;
        this.sql = sql;
    }

    int operands() {
        return operands;
    }

    String sql() {
        return sql;
    }

    boolean isNegative() {
        return this == NOT_EQUAL || this == NOT_BETWEEN || this == NOT_NULL;
    }
}

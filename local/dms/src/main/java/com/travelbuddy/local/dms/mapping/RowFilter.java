package com.travelbuddy.local.dms.mapping;

/** Which rows of a table are selected, by the filters of its selection rules. */
public final class RowFilter {

    /** A condition for a WHERE clause at the source; empty: all rows. */
    public String where() {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether a changed row is selected.
     *
     * @param values the row as PostgreSQL prints it, by the source table's columns; null is NULL
     */
    public boolean selects(String[] values) {
        throw new UnsupportedOperationException();
    }
}

package com.travelbuddy.local.dms.mapping;

/**
 * The computed columns of one table, evaluated by SQLite. Not safe for use by several threads: each
 * has its own.
 */
public final class Expressions implements AutoCloseable {

    /**
     * Prepares them.
     *
     * @param fractionDigits of a timestamp's text: 0, 6 or 9
     * @throws UnmappableTableException when SQLite refuses an expression
     */
    public Expressions(MappedTable table, int fractionDigits) throws UnmappableTableException {
        throw new UnsupportedOperationException();
    }

    /**
     * Evaluates all of them for a row.
     *
     * @param source the row as PostgreSQL prints it, by the source table's columns; null is NULL
     * @return the text of each {@link MappedColumn.Computed} in the table's order; null is NULL
     * @throws ExpressionException when SQLite fails or the result does not fit the column's type
     */
    public String[] evaluate(String[] source) throws ExpressionException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}

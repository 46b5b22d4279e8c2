package com.travelbuddy.local.dms.mapping;

/** The rules of a task: which tables it takes and what it makes of them. */
public final class TableMapping {

    /**
     * Reads a document of the guide's page on table mapping.
     *
     * @throws InvalidMappingException when it is not one, or holds a rule that is not supported
     */
    public static TableMapping parse(String json) throws InvalidMappingException {
        throw new UnsupportedOperationException();
    }

    /** Whether a table is to be replicated. */
    public boolean selects(String schema, String table) {
        throw new UnsupportedOperationException();
    }

    /** Higher ones are loaded first. */
    public int loadOrder(String schema, String table) {
        throw new UnsupportedOperationException();
    }

    /**
     * Applies the transformations to a table that is selected.
     *
     * @throws UnmappableTableException when a carried column has a type that cannot be carried, an
     *     added column has the name of an existing one, an expression is wrong, or no column is
     *     left
     */
    public MappedTable map(SourceTable table) throws UnmappableTableException {
        throw new UnsupportedOperationException();
    }
}

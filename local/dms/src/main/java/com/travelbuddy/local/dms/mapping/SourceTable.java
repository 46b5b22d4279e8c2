package com.travelbuddy.local.dms.mapping;

import java.util.List;

/**
 * A table as the source's catalogue has it.
 *
 * @param primaryKey names of its columns in the key's order; empty without a key
 */
public record SourceTable(
        String schema, String name, List<SourceColumn> columns, List<String> primaryKey) {

    public SourceTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }
}

package com.travelbuddy.local.dms.mapping;

import java.util.List;

/**
 * A source table and what the target gets of it.
 *
 * @param filter which rows are selected
 * @param primaryKey the source's key by the target's column names; empty without a key, or where a
 *     column of it is not carried
 * @param warnings what a reader of the task's log should know: rules that overlap, one each
 */
public record MappedTable(
        SourceTable source,
        String schema,
        String name,
        List<MappedColumn> columns,
        List<String> primaryKey,
        RowFilter filter,
        List<String> warnings) {

    public MappedTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        warnings = List.copyOf(warnings);
    }
}

package com.travelbuddy.reversesync.catalog;

import com.travelbuddy.reversesync.settings.TableName;

import java.util.List;
import java.util.Optional;

/**
 * A table as its catalogue describes it.
 *
 * @param columns in their order
 * @param key names of the primary key's columns; empty: there is none
 */
public record Table(TableName name, List<Column> columns, List<String> key) {

    public Table {
        columns = List.copyOf(columns);
        key = List.copyOf(key);
    }

    /** The column of exactly this name. */
    public Optional<Column> column(String column) {
        return columns.stream().filter(one -> one.name().equals(column)).findFirst();
    }
}

package com.travelbuddy.reversesync.settings;

import java.util.List;

/**
 * A table to carry over.
 *
 * @param columns those about which something has to be said
 * @param drop names of source columns that stay at home
 */
public record TableDeclaration(
        TableName source, TableName target, List<ColumnDeclaration> columns, List<String> drop) {

    public TableDeclaration {
        columns = List.copyOf(columns);
        drop = List.copyOf(drop);
    }
}

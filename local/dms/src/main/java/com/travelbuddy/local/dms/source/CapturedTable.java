package com.travelbuddy.local.dms.source;

import com.travelbuddy.local.dms.mapping.SourceTable;

import java.util.List;

/**
 * A table with its names as the server prints them, quoted where that is needed.
 *
 * @param printed schema and name
 * @param printedColumns by the table's columns
 * @param padded by the table's columns: whether the server pads its values with blanks
 */
public record CapturedTable(
        SourceTable table, String printed, List<String> printedColumns, List<Boolean> padded) {

    public CapturedTable {
        printedColumns = List.copyOf(printedColumns);
        padded = List.copyOf(padded);
    }
}

package com.travelbuddy.reversesync.preflight;

import java.util.Optional;

/**
 * A kind of row that a source table should not have.
 *
 * @param severity of one such row
 * @param column at which target column it ends, for the evidence
 * @param condition in PostgreSQL's SQL
 * @param none what is worth saying if there are none
 */
record RowCount(
        String id,
        Severity severity,
        String what,
        String column,
        String condition,
        String remedy,
        Optional<None> none) {

    /** Says that rows of the kind may still come. */
    record None(Severity severity, String what, String remedy) {}

    static RowCount error(String id, String what, String column, String condition, String remedy) {
        return new RowCount(id, Severity.ERROR, what, column, condition, remedy, Optional.empty());
    }

    RowCount orElse(Severity ifNone, String whatThen, String remedyThen) {
        return new RowCount(
                id,
                severity,
                what,
                column,
                condition,
                remedy,
                Optional.of(new None(ifNone, whatThen, remedyThen)));
    }
}

package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.mapping.ColumnRule;
import com.travelbuddy.reversesync.mapping.TableSync;

/** A table cannot be compared, as its key has no order that both sides share. */
public final class KeyTypeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    KeyTypeException(TableSync table, ColumnRule.Carry column) {
        super(
                ("%s cannot be compared: its key has %s, which is %s at the source and %s at the"
                                + " target; keys must be whole numbers or texts. --table compares"
                                + " the other tables")
                        .formatted(
                                table.source().name(),
                                column.source().name(),
                                column.source().declared(),
                                column.target().declared()));
    }
}

package com.travelbuddy.local.dms.mapping;

/** A table that the mapping selects and that cannot be carried; the message says why. */
public final class UnmappableTableException extends Exception {

    private static final long serialVersionUID = 1;

    public UnmappableTableException(String message) {
        super(message);
    }
}

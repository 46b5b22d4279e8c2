package com.travelbuddy.local.dms.target;

/** A table that the error behavior suspends; the message is the reason. */
public final class SuspendTableException extends Exception {

    private static final long serialVersionUID = 1;

    public SuspendTableException(String message) {
        super(message);
    }
}

package com.travelbuddy.local.dms.mapping;

/** A row for which an expression has no value; the message names the column and says why. */
public final class ExpressionException extends Exception {

    private static final long serialVersionUID = 1;

    public ExpressionException(String message) {
        super(message);
    }
}

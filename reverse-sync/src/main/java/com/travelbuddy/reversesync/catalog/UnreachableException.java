package com.travelbuddy.reversesync.catalog;

import java.sql.SQLException;

/** A database cannot be connected to, or has gone in the middle of work. */
public final class UnreachableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Side side;

    public UnreachableException(Side side, String what, SQLException cause) {
        super("The %s database %s: %s".formatted(side.word(), what, cause.getMessage()), cause);
        this.side = side;
    }

    public Side side() {
        return side;
    }
}

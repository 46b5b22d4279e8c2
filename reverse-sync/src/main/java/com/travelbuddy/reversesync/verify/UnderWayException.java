package com.travelbuddy.reversesync.verify;

/** Another run compares the same task's tables. */
public final class UnderWayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnderWayException() {
        super("Another verification of this task is under way; it has the checkpoint");
    }
}

package com.travelbuddy.reversesync.job;

/** Somebody else works on the same task. */
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    BusyException(String message) {
        super(message);
    }
}

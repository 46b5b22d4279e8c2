package com.travelbuddy.reversesync.dms;

/** Something did not come about in time; it may still. */
public final class TimedOutException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what was awaited, for how long, and how things stand
     */
    public TimedOutException(String message) {
        super(message);
    }
}

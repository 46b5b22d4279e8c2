package com.travelbuddy.reversesync.dms;

/** Something is not done, because it could do harm or somebody has to decide first. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * @param message what is refused, why, and what to do instead
     */
    public RefusedException(String message) {
        super(message);
    }
}

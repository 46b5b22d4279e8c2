package com.travelbuddy.reversesync.dms;

/** Something at DMS is in a state that it does not get out of by itself. */
public final class FailedResourceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What has failed. */
    public enum Kind {
        /** Instance, endpoint or connection. */
        RESOURCE,
        TABLE,
        TASK
    }

    private final Kind kind;

    /**
     * @param message what has failed, and what DMS says about it
     */
    public FailedResourceException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}

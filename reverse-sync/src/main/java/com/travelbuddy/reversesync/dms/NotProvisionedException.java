package com.travelbuddy.reversesync.dms;

/** There is no task yet. */
public final class NotProvisionedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotProvisionedException(String task) {
        super("There is no task %s: apply creates it".formatted(task));
    }
}

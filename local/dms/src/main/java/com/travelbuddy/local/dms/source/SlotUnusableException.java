package com.travelbuddy.local.dms.source;

/** A replication slot that nothing more can be read from; the message says what to do. */
public final class SlotUnusableException extends Exception {

    private static final long serialVersionUID = 1;

    SlotUnusableException(String message) {
        super(message);
    }
}

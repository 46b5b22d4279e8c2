package com.travelbuddy.local.dms.registry;

/** An endpoint does not say where its database is; the message says what is missing. */
public final class UnusableEndpointException extends Exception {

    private static final long serialVersionUID = 1;

    UnusableEndpointException(String message) {
        super(message);
    }
}

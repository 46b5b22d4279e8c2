package com.travelbuddy.local.servers;

/**
 * A local server could not be started, stopped or used; the message says which and ends with the
 * tail of its log.
 */
public final class LocalServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public LocalServerException(String message) {
        super(message);
    }

    public LocalServerException(String message, Throwable cause) {
        super(message, cause);
    }
}

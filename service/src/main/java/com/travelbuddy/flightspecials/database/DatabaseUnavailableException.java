package com.travelbuddy.flightspecials.database;

/**
 * The database cannot be reached, or cannot take the work right now; the same call may succeed
 * later.
 */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}

package com.travelbuddy.flightspecials.database;

/** The schema could not be brought up to date; trying again without a change will not help. */
public final class MigrationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MigrationFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

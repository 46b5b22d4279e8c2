package com.travelbuddy.local.stack;

/**
 * The stack cannot start or go on; the message says why and is meant for the person at the console.
 */
final class StackFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    StackFailedException(String message) {
        super(message);
    }
}

package com.travelbuddy.flightspecials.specials;

/**
 * A page was to start after a special that does not exist, so its place in the order is unknown.
 */
public final class UnknownSpecialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownSpecialException(long id) {
        super("There is no special " + id);
    }
}

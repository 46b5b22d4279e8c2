package com.travelbuddy.local.dms.mapping;

/** A table mapping that cannot be used; the message names the rule and what is wrong with it. */
public final class InvalidMappingException extends Exception {

    private static final long serialVersionUID = 1;

    public InvalidMappingException(String message) {
        super(message);
    }
}

package com.travelbuddy.local.dms.target;

/** An error that ends the task; the message is for its operator. */
public final class StopTaskException extends Exception {

    private static final long serialVersionUID = 1;

    public StopTaskException(String message) {
        super(message);
    }
}

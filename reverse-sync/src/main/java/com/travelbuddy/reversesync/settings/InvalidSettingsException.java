package com.travelbuddy.reversesync.settings;

import java.util.List;

/** The configuration is wrong; the message has a line for each problem. */
public final class InvalidSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public InvalidSettingsException(List<String> problems) {
        super("The configuration is wrong:\n  - " + String.join("\n  - ", problems));
    }
}

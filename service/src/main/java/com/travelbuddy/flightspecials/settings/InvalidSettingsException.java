package com.travelbuddy.flightspecials.settings;

import java.util.List;

/** The configuration is wrong; the message lists every problem that was found. */
public final class InvalidSettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidSettingsException(List<String> problems) {
        super("The configuration is wrong:\n  - " + String.join("\n  - ", problems));
    }
}

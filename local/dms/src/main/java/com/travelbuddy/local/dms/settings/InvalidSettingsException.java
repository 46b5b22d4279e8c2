package com.travelbuddy.local.dms.settings;

/** Task settings that cannot be used; the message names the setting and the rule. */
public final class InvalidSettingsException extends Exception {

    private static final long serialVersionUID = 1;

    public InvalidSettingsException(String message) {
        super(message);
    }
}

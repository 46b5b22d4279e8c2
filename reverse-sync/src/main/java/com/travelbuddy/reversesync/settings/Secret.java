package com.travelbuddy.reversesync.settings;

/**
 * A value that no log and no message may show.
 *
 * @param value what it is
 */
public record Secret(String value) {

    @Override
    public String toString() {
        return "***";
    }
}

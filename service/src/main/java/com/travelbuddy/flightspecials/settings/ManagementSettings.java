package com.travelbuddy.flightspecials.settings;

/** The listener of health and metrics, apart from the public one. */
public record ManagementSettings(String host, int port) {

    static ManagementSettings read(SettingsReader reader) {
        return new ManagementSettings(
                reader.text(Setting.MANAGEMENT_HOST),
                reader.integer(Setting.MANAGEMENT_PORT, 0, 65_535));
    }
}

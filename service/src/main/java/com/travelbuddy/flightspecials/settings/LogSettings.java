package com.travelbuddy.flightspecials.settings;

/**
 * The log on the standard output.
 *
 * @param format {@code json}, one object per line, or {@code text}
 * @param level the least level of the service's own lines
 */
public record LogSettings(String format, String level) {

    static LogSettings read(SettingsReader reader) {
        return new LogSettings(
                reader.choice(Setting.LOG_FORMAT, "json", "text"),
                reader.choice(Setting.LOG_LEVEL, "error", "warn", "info", "debug", "trace"));
    }
}

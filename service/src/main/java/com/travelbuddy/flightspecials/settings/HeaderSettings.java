package com.travelbuddy.flightspecials.settings;

/**
 * The rule of a special's header.
 *
 * @param utf8mb3Only whether characters that the monolith's three-byte utf8 cannot store are
 *     refused
 */
public record HeaderSettings(boolean utf8mb3Only) {

    static HeaderSettings read(SettingsReader reader) {
        return new HeaderSettings(reader.flag(Setting.HEADER_UTF8MB3_ONLY));
    }
}

package com.travelbuddy.reversesync.preflight;

import java.util.Optional;

/** What MySQL's character sets leave out. */
final class CharacterSet {

    /** What Windows-1252, which MySQL calls latin1, has from 80 to 9F. */
    private static final String WINDOWS_1252 =
            "\\u20AC\\u201A\\u0192\\u201E\\u2026\\u2020\\u2021\\u02C6\\u2030\\u0160\\u2039\\u0152"
                    + "\\u017D\\u2018\\u2019\\u201C\\u201D\\u2022\\u2013\\u2014\\u02DC\\u2122"
                    + "\\u0161\\u203A\\u0153\\u017E\\u0178\\u0081\\u008D\\u008F\\u0090\\u009D";

    private CharacterSet() {}

    /**
     * The condition, in PostgreSQL's SQL, for texts with other characters. Blank: there are none;
     * absent: this character set is not known here.
     */
    static Optional<String> condition(String name, String column) {
        return switch (name) {
            case "utf8mb4", "utf16", "utf16le", "utf32", "gb18030" -> Optional.of("");
            case "utf8", "utf8mb3", "ucs2" ->
                    Optional.of("%s ~ '[\\U00010000-\\U0010FFFF]'".formatted(column));
            case "latin1" ->
                    Optional.of(
                            "%s ~ '[^\\u0001-\\u007F\\u00A0-\\u00FF%s]'"
                                    .formatted(column, WINDOWS_1252));
            case "ascii" -> Optional.of("%s ~ '[^\\u0001-\\u007F]'".formatted(column));
            default -> Optional.empty();
        };
    }
}

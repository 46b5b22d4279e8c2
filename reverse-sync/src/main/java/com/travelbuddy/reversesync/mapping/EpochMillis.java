package com.travelbuddy.reversesync.mapping;

import com.travelbuddy.reversesync.settings.Conversion;
import com.travelbuddy.reversesync.settings.Formula;

import java.time.Duration;

/**
 * The expression of DMS, in SQLite's language, that makes milliseconds since the epoch of a
 * timestamp. {@code strftime} alone would not do: it rounds the fraction, and some releases of
 * SQLite carry that into the seconds. So seconds and milliseconds are taken from the text apart.
 */
public final class EpochMillis {

    /** 9999-12-31 23:59:59, what DMS makes of PostgreSQL's {@code infinity}. */
    public static final long NEVER = 253_402_300_799_000L;

    private EpochMillis() {}

    static String expression(String column, Conversion conversion, Formula formula) {
        // DMS's parser wants spaces around operators.
        String text = "$" + column;
        String seconds =
                "strftime('%%s', substr(%s, 1, 19)%s)".formatted(text, modifier(conversion));
        String millis = "substr(substr(%s, 21) || '000', 1, 3)".formatted(text);
        String expression =
                switch (formula) {
                    case ARITHMETIC -> seconds + " * 1000 + " + millis;
                    case CONCATENATION -> seconds + " || " + millis;
                };
        return switch (conversion.nullDate()) {
            case FAIL -> expression;
            case EXPIRED -> "coalesce(%s, 0)".formatted(expression);
            case NEVER -> "coalesce(%s, %d)".formatted(expression, NEVER);
        };
    }

    /** Takes the wall clock back to UTC. */
    private static String modifier(Conversion conversion) {
        Duration offset = Duration.ofSeconds(conversion.offset().getTotalSeconds());
        if (offset.isZero()) {
            return "";
        }
        Duration back = offset.negated();
        return back.toSeconds() % 3600 == 0
                ? ", '%+d hours'".formatted(back.toHours())
                : ", '%+d seconds'".formatted(back.toSeconds());
    }
}

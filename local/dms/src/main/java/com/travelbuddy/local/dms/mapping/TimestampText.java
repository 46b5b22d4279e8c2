package com.travelbuddy.local.dms.mapping;

/** The text of a timestamp in an expression, of PostgreSQL's. Not safe for several threads. */
final class TimestampText {

    private static final int SECONDS_END = "YYYY-MM-DD HH:MM:SS".length();

    private final int fractionDigits;
    private final StringBuilder text = new StringBuilder(32);

    /**
     * @param fractionDigits always as many; what PostgreSQL has beyond is cut off
     */
    TimestampText(int fractionDigits) {
        this.fractionDigits = fractionDigits;
    }

    /**
     * The text.
     *
     * @param printed in UTC: an offset is left away
     */
    String of(String printed) {
        switch (printed) {
            case "infinity":
                return fraction("9999-12-31 23:59:59", 19, 19);
            case "-infinity":
                return fraction("4713-01-01 00:00:00", 19, 19);
            default:
                int seconds = printed.indexOf(':') + 6;
                if (seconds < SECONDS_END) {
                    return printed;
                }
                int end = seconds;
                if (end < printed.length() && printed.charAt(end) == '.') {
                    end++;
                    while (end < printed.length() && Character.isDigit(printed.charAt(end))) {
                        end++;
                    }
                }
                return fraction(printed, seconds, end);
        }
    }

    private String fraction(String printed, int seconds, int end) {
        if (fractionDigits == 0) {
            return printed.substring(0, seconds);
        }
        text.setLength(0);
        text.append(printed, 0, seconds).append('.');
        int stop = seconds + 1 + fractionDigits;
        text.append(printed, Math.min(seconds + 1, end), Math.min(end, stop));
        while (text.length() < stop) {
            text.append('0');
        }
        return text.toString();
    }
}

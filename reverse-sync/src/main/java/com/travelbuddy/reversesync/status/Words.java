package com.travelbuddy.reversesync.status;

import java.time.Duration;
import java.util.Locale;

/** Quantities as people read them. */
public final class Words {

    private Words() {}

    /** Such as {@code 40 s}, {@code 12 min}, {@code 3 h} or {@code 2 days}. */
    public static String of(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 2 * 3600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
    }

    /** Such as {@code 0.4 s}; of more than ten seconds, without a fraction. */
    public static String seconds(double seconds) {
        return seconds < 10
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : of(Duration.ofMillis((long) (seconds * 1000)));
    }

    /** Such as {@code 512 B}, {@code 3.4 MiB}. */
    public static String bytes(long bytes) {
        String[] units = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
        double amount = bytes;
        int unit = -1;
        while (amount >= 1024 && unit < units.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit < 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
    }

    /** Such as {@code 1 row} or {@code 1,234 rows}. */
    public static String count(long number, String one) {
        return String.format(Locale.ROOT, "%,d %s%s", number, one, number == 1 ? "" : "s");
    }
}

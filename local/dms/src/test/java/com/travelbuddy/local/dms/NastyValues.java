package com.travelbuddy.local.dms;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;

/** Values that a replication may stumble over; null is NULL. */
final class NastyValues {

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "'",
                    "''",
                    "\"",
                    "\\",
                    "\\\\'",
                    "\\N",
                    "\\.",
                    "\\t",
                    "\\u0041",
                    "a\tb",
                    "one\ntwo\r\nthree\r",
                    "NULL",
                    "null",
                    "[null]",
                    "unchanged-toast-datum",
                    "table travelbuddy.leg: INSERT: special_id[bigint]:1",
                    "COMMIT 1",
                    "%s %1$s ? $1 :name ${x}",
                    "trailing ",
                    "\u0001\u001a\u007f",
                    "\u00e4\u0301\u200b\u2028\ufeff",
                    "\ud55c\uad6d\uc5b4",
                    "a','b",
                    "a;b|c,d",
                    "x".repeat(255),
                    "\ud55c".repeat(255),
                    "'".repeat(255),
                    "\\".repeat(255));

    private static final List<String> EMOJI =
            List.of("\ud83d\udeeb", "a\ud83d\udeebb'\\\ud83d\udeec", "\ud83d\udeeb".repeat(255));

    private static final List<String> CODES =
            List.of(
                    "",
                    "ICN",
                    "\\N",
                    "a\tb",
                    "'\"\\`$;",
                    "\ud55c\uad6d\uc5b4\ud55c\uad6d\uc5b4",
                    "NULL");

    private static final List<String> TIMESTAMPS =
            List.of(
                    "2025-01-01 00:00:12",
                    "2025-01-01 00:00:12.0001",
                    "2025-01-01 00:00:12.5",
                    "2025-01-01 00:00:12.123456",
                    "2025-01-01 00:00:12.999600",
                    "2025-01-01 00:00:59.9999",
                    "2024-02-29 23:59:59.999999",
                    "1969-12-31 23:59:59.999999",
                    "1969-07-20 20:17:40.25",
                    "1970-01-01 00:00:00",
                    "0001-01-01 00:00:00.000001",
                    "9999-12-31 23:59:59.999999");

    private static final List<String> PRICES =
            List.of("0.00", "0.01", "-0.01", "99999999.99", "-99999999.99", "1.10");

    private static final List<Integer> COSTS =
            List.of(0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 666_000);

    private final Random random;

    NastyValues(Random random) {
        this.random = random;
    }

    /** Of at most 255 code points, of three bytes each. */
    String threeByteText() {
        return any(TEXTS);
    }

    String threeByteTextOrNull() {
        return random.nextInt(8) == 0 ? null : any(TEXTS);
    }

    /** Emoji too, and now and then so long that PostgreSQL stores it out of line. */
    String fourByteTextOrNull() {
        return switch (random.nextInt(16)) {
            case 0 -> null;
            case 1, 2 -> any(EMOJI);
            case 3 -> incompressible(3_000 + random.nextInt(5_000));
            default -> any(TEXTS);
        };
    }

    /** Of at most six code points. */
    String codeOrNull() {
        return random.nextInt(8) == 0 ? null : any(CODES);
    }

    /** As PostgreSQL reads it. */
    String timestampOrNull() {
        return switch (random.nextInt(8)) {
            case 0 -> null;
            case 1, 2, 3 ->
                    "%d-%02d-%02d %02d:%02d:%02d.%06d"
                            .formatted(
                                    random.nextInt(1900, 2200),
                                    random.nextInt(1, 13),
                                    random.nextInt(1, 29),
                                    random.nextInt(24),
                                    random.nextInt(60),
                                    random.nextInt(60),
                                    random.nextInt(1_000_000));
            default -> any(TIMESTAMPS);
        };
    }

    BigDecimal priceOrNull() {
        return random.nextInt(8) == 0 ? null : new BigDecimal(any(PRICES));
    }

    int cost() {
        return random.nextBoolean() ? any(COSTS) : random.nextInt();
    }

    String incompressible(int length) {
        StringBuilder text = new StringBuilder(length);
        while (text.length() < length) {
            text.append((char) random.nextInt('!', '~'));
        }
        return text.toString();
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

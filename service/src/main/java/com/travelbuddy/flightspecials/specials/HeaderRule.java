package com.travelbuddy.flightspecials.specials;

import java.util.Optional;

/**
 * What a header must be like: 1 to 255 code points, not blank, no control characters, well-formed,
 * and storable by the monolith if asked for.
 */
public final class HeaderRule {

    private static final int MAX_CODE_POINTS = 255;

    private final boolean utf8mb3Only;

    /**
     * @param utf8mb3Only refuse characters beyond U+FFFF, which MySQL's utf8mb3 cannot store
     */
    public HeaderRule(boolean utf8mb3Only) {
        this.utf8mb3Only = utf8mb3Only;
    }

    /** The part of the rule that a header breaks, in words; empty if it keeps to it. */
    public Optional<String> brokenBy(String header) {
        if (header.isEmpty()) {
            return Optional.of("must not be empty");
        }
        if (header.codePoints().allMatch(HeaderRule::isInvisible)) {
            return Optional.of("must not be blank");
        }
        int length = header.codePointCount(0, header.length());
        if (length > MAX_CODE_POINTS) {
            return Optional.of(
                    "must be at most %d code points, has %d".formatted(MAX_CODE_POINTS, length));
        }
        int index = 0;
        for (int codePoint : header.codePoints().toArray()) {
            Optional<String> broken = brokenBy(codePoint, index++);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }

    /** Spaces of all kinds, and what has no width, such as U+200B. */
    private static boolean isInvisible(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isSpaceChar(codePoint)
                || Character.getType(codePoint) == Character.FORMAT;
    }

    private Optional<String> brokenBy(int codePoint, int index) {
        String what = null;
        if (Character.getType(codePoint) == Character.CONTROL) {
            what = "must not hold control characters";
        } else if (Character.getType(codePoint) == Character.SURROGATE) {
            what = "must not hold lone surrogates";
        } else if (utf8mb3Only && !Character.isBmpCodePoint(codePoint)) {
            what =
                    "must not hold characters beyond U+FFFF, which the monolith's utf8mb3 cannot store";
        }
        return Optional.ofNullable(what)
                .map(words -> "%s, has U+%04X at code point %d".formatted(words, codePoint, index));
    }
}

package com.travelbuddy.reversesync.verify;

import java.util.Optional;

/** A value on one line of a log. */
final class Shown {

    private static final int LONGEST = 80;

    private Shown() {}

    static String of(Optional<String> value) {
        if (value.isEmpty()) {
            return "NULL";
        }
        String text = value.get();
        StringBuilder shown = new StringBuilder("'");
        text.codePoints()
                .limit(LONGEST)
                .forEach(
                        c -> {
                            if (Character.isISOControl(c)) {
                                shown.append("\\u%04x".formatted(c));
                            } else {
                                shown.appendCodePoint(c);
                            }
                        });
        boolean cut = text.codePointCount(0, text.length()) > LONGEST;
        return shown.append(cut ? "…'" : "'").toString();
    }
}

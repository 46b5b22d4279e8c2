package com.travelbuddy.local.dms.api;

import java.util.regex.Pattern;

/** Rules that texts of requests are held to. */
final class Texts {

    private static final int MOST_QUOTED = 100;
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z](-?[A-Za-z0-9])*+");

    private Texts() {}

    /** For a message: of a bounded length. */
    static String quoted(String text) {
        return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "...";
    }

    /** Whether it has no half of a surrogate pair, which could not be sent back. */
    static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isHighSurrogate(text.charAt(i))
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** A required identifier of at most so many characters. */
    static String identifier(Request request, String name, int most) {
        return checked(name, request.requiredText(name), most);
    }

    /** Last segment that the client wishes for the ARN, or null. */
    static String resourceIdentifier(Request request) {
        String text = request.text("ResourceIdentifier");
        return text == null ? null : checked("ResourceIdentifier", text, 31);
    }

    static String checked(String name, String text, int most) {
        if (text.length() > most || !IDENTIFIER.matcher(text).matches()) {
            throw ApiException.invalid(
                    ("The parameter %s must have 1 to %d letters, digits or hyphens, must begin"
                                    + " with a letter, and must not end with a hyphen or contain two"
                                    + " consecutive hyphens; it is %s.")
                            .formatted(name, most, quoted(text)));
        }
        return text;
    }

    static String bounded(String name, String text, int most) {
        if (text != null && text.length() > most) {
            throw ApiException.invalid(
                    "The parameter %s must have at most %d characters.".formatted(name, most));
        }
        return text;
    }
}

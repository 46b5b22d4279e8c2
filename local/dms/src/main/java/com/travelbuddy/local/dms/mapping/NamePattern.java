package com.travelbuddy.local.dms.mapping;

import java.util.regex.Pattern;

/** A name of an object locator, with DMS's wildcards: {@code %}, {@code _} and {@code [a-d]}. */
final class NamePattern {

    static final NamePattern ANY = new NamePattern("%");

    private final String text;
    private final Pattern regex;

    NamePattern(String text) {
        this.text = text;
        this.regex = Pattern.compile(regex(text), Pattern.DOTALL);
    }

    private static String regex(String text) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int end = c == '[' ? text.indexOf(']', i + 2) : -1;
            if (end > 0) {
                regex.append('[');
                characters(text.substring(i + 1, end), regex);
                regex.append(']');
                i = end;
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else {
                quote(c, regex);
            }
        }
        return regex.toString();
    }

    private static void characters(String set, StringBuilder regex) {
        for (int i = 0; i < set.length(); i++) {
            boolean range = i + 2 < set.length() && set.charAt(i + 1) == '-';
            if (range && set.charAt(i) <= set.charAt(i + 2)) {
                quote(set.charAt(i), regex);
                regex.append('-');
                quote(set.charAt(i + 2), regex);
                i += 2;
            } else {
                quote(set.charAt(i), regex);
            }
        }
    }

    private static void quote(char c, StringBuilder regex) {
        if (c < 128 && !Character.isLetterOrDigit(c)) {
            regex.append('\\');
        }
        regex.append(c);
    }

    boolean matches(String name) {
        return regex.matcher(name).matches();
    }

    /** Whether it is a name and nothing else; an underscore is one, for it is in so many. */
    boolean isPlain() {
        return text.indexOf('%') < 0 && text.indexOf('[') < 0;
    }

    String text() {
        return text;
    }

    @Override
    public String toString() {
        return text;
    }
}

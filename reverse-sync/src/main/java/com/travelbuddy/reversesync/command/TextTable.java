package com.travelbuddy.reversesync.command;

import java.util.ArrayList;
import java.util.List;

/** Cells below each other in columns as wide as they need. */
final class TextTable {

    private static final int WIDEST = 60;

    private final List<List<String>> rows = new ArrayList<>();

    TextTable(String... headings) {
        rows.add(List.of(headings));
    }

    TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(shown(String.valueOf(cell), WIDEST));
        }
        rows.add(row);
        return this;
    }

    List<String> lines() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], length(row.get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(row.get(i));
                line.repeat(' ', widths[i] - length(row.get(i)) + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    /** On one line, whatever a value holds, and not too wide for a terminal. */
    static String shown(String text, int widest) {
        StringBuilder shown = new StringBuilder();
        text.codePoints()
                .limit(widest)
                .forEach(
                        c -> {
                            if (Character.isISOControl(c)) {
                                shown.append("\\u%04x".formatted(c));
                            } else {
                                shown.appendCodePoint(c);
                            }
                        });
        return length(text) > widest ? shown + "…" : shown.toString();
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}

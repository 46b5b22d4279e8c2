package com.travelbuddy.local.dms.source;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text format of PostgreSQL's COPY (its page, "Text Format"), which is also what MySQL's LOAD
 * DATA reads by default, but for two escapes that are not written here.
 */
public final class CopyText {

    private CopyText() {}

    /**
     * Reads a line.
     *
     * @return its fields; null is NULL
     */
    public static String[] row(byte[] line, int from, int to, int columns) {
        var row = new String[columns];
        int at = from;
        for (int i = 0; i < columns; i++) {
            int end = at;
            boolean escaped = false;
            while (end < to && line[end] != '\t' && line[end] != '\n') {
                if (line[end] == '\\') {
                    escaped = true;
                    end++;
                }
                end++;
            }
            if (!escaped) {
                row[i] = new String(line, at, end - at, StandardCharsets.UTF_8);
            } else if (end - at == 2 && line[at + 1] == 'N') {
                row[i] = null;
            } else {
                row[i] = unescaped(line, at, end);
            }
            at = end + 1;
        }
        return row;
    }

    private static String unescaped(byte[] line, int from, int to) {
        var bytes = new byte[to - from];
        int length = 0;
        for (int i = from; i < to; i++) {
            byte b = line[i];
            if (b == '\\') {
                i++;
                b =
                        switch (line[i]) {
                            case 'b' -> '\b';
                            case 'f' -> '\f';
                            case 'n' -> '\n';
                            case 'r' -> '\r';
                            case 't' -> '\t';
                            case 'v' -> 0x0b;
                            default -> line[i];
                        };
            }
            bytes[length++] = b;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** Writes a field; the caller writes what is between fields and lines. */
    public static void write(String value, ByteArrayOutputStream out) {
        if (value == null) {
            out.write('\\');
            out.write('N');
            return;
        }
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            char escape =
                    switch (bytes[i]) {
                        case '\\' -> '\\';
                        case '\t' -> 't';
                        case '\n' -> 'n';
                        case '\r' -> 'r';
                        default -> 0;
                    };
            if (escape != 0) {
                out.write(bytes, start, i - start);
                out.write('\\');
                out.write(escape);
                start = i + 1;
            }
        }
        out.write(bytes, start, bytes.length - start);
    }
}

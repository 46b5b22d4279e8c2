package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.mapping.DataType;

import java.nio.charset.StandardCharsets;

/** Turns a value as PostgreSQL prints it into one that MySQL reads. */
final class TargetValue {

    /** The guide's page on PostgreSQL as a source: what becomes of infinite timestamps. */
    private static final String INFINITY = "9999-12-31 23:59:59";

    private TargetValue() {}

    /** A value that has no counterpart; the message says why. */
    static final class UnfitException extends Exception {
        private static final long serialVersionUID = 1;

        UnfitException(String message) {
            super(message);
        }
    }

    /**
     * The text of a value; of binary ones, hexadecimal digits.
     *
     * @param lobLimit in bytes; 0: none
     */
    static String of(DataType type, String value, int lobLimit) throws UnfitException {
        if (value == null) {
            return null;
        }
        return switch (type.kind()) {
            case DATETIME, DATE -> moment(type, value);
            case NUMERIC, REAL4, REAL8, INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4, UINT8 ->
                    number(value);
            case BOOLEAN -> bool(value);
            case BYTES, BLOB -> hexadecimal(value, lobLimit);
            case CLOB, NCLOB -> limited(value, lobLimit);
            case STRING, WSTRING, TIME -> value;
        };
    }

    /** Whether a value is longer than the limit leaves it. */
    static boolean isCut(DataType type, String value, int lobLimit) {
        if (value == null || lobLimit == 0) {
            return false;
        }
        return switch (type.kind()) {
            case BYTES, BLOB -> (value.length() - 2) / 2 > lobLimit;
            case CLOB, NCLOB ->
                    value.length() > lobLimit / 4
                            && value.getBytes(StandardCharsets.UTF_8).length > lobLimit;
            default -> false;
        };
    }

    static boolean isBinary(DataType type) {
        return type.kind() == DataType.Kind.BYTES || type.kind() == DataType.Kind.BLOB;
    }

    private static String moment(DataType type, String value) throws UnfitException {
        if (value.equals("infinity")) {
            return type.kind() == DataType.Kind.DATE ? INFINITY.substring(0, 10) : INFINITY;
        }
        if (value.endsWith(" BC") || value.equals("-infinity")) {
            throw new UnfitException("'" + value + "' is before the year 1");
        }
        return value.endsWith("+00") ? value.substring(0, value.length() - 3) : value;
    }

    private static String number(String value) throws UnfitException {
        if (value.equals("NaN") || value.endsWith("Infinity")) {
            throw new UnfitException(value + " has no counterpart");
        }
        return value;
    }

    private static String bool(String value) {
        return switch (value) {
            case "true" -> "1";
            case "false" -> "0";
            default -> value;
        };
    }

    private static String hexadecimal(String value, int lobLimit) throws UnfitException {
        if (!value.startsWith("\\x")) {
            throw new UnfitException("a binary value in an unknown form");
        }
        int end =
                lobLimit == 0
                        ? value.length()
                        : (int) Math.min(value.length(), 2 + 2L * lobLimit);
        return value.substring(2, end);
    }

    private static String limited(String value, int lobLimit) {
        // A code point is four bytes at most.
        if (lobLimit == 0 || value.length() <= lobLimit / 4) {
            return value;
        }
        int bytes = 0;
        int at = 0;
        while (at < value.length()) {
            int codePoint = value.codePointAt(at);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > lobLimit) {
                return value.substring(0, at);
            }
            at += Character.charCount(codePoint);
        }
        return value;
    }
}

package com.travelbuddy.local.dms.mapping;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the text of a computed column of what SQLite has for it. */
final class ExpressionResult {

    /** The guide allows either separator in a date. */
    private static final Pattern DATE = Pattern.compile("(\\d{4})[-:](\\d\\d)[-:](\\d\\d)");

    private static final Pattern TIME = Pattern.compile("(\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,9})?");
    private static final int SHOWN = 100;

    private final MappedColumn.Computed column;

    ExpressionResult(MappedColumn.Computed column) {
        this.column = column;
    }

    /** The text of a result; null is NULL. */
    String read(ResultSet row, int index) throws SQLException, ExpressionException {
        Object value = row.getObject(index);
        if (value == null) {
            return null;
        }
        try {
            return switch (column.type().kind()) {
                case INT1 -> whole(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case INT2 -> whole(value, Short.MIN_VALUE, Short.MAX_VALUE);
                case INT4 -> whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case INT8 -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
                case UINT1 -> whole(value, 0, 0xFF);
                case UINT2 -> whole(value, 0, 0xFFFF);
                case UINT4 -> whole(value, 0, 0xFFFF_FFFFL);
                case UINT8 -> unsigned(value);
                case NUMERIC -> numeric(value);
                case REAL4, REAL8 -> real(value);
                case BOOLEAN -> bool(value);
                case DATE -> date(value);
                case TIME -> time(value);
                case DATETIME -> dateTime(value);
                case STRING, WSTRING, CLOB, NCLOB -> text(row, index, value);
                case BYTES, BLOB -> bytes(row, index, value);
            };
        } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
            throw unfit(value);
        }
    }

    private String whole(Object value, long least, long most) throws ExpressionException {
        long number;
        if (value instanceof Integer || value instanceof Long) {
            number = ((Number) value).longValue();
        } else {
            number = integer(value).longValueExact();
        }
        if (number < least || number > most) {
            throw unfit(value);
        }
        return Long.toString(number);
    }

    private String unsigned(Object value) throws ExpressionException {
        BigInteger number = integer(value);
        if (number.signum() < 0 || number.bitLength() > 64) {
            throw unfit(value);
        }
        return number.toString();
    }

    private BigInteger integer(Object value) throws ExpressionException {
        return switch (value) {
            case Integer number -> BigInteger.valueOf(number);
            case Long number -> BigInteger.valueOf(number);
            case Double number -> new BigDecimal(number).toBigIntegerExact();
            // Whether DMS takes a text for a number is not documented; it is taken here.
            case String text -> new BigInteger(text);
            default -> throw unfit(value);
        };
    }

    private String numeric(Object value) throws ExpressionException {
        BigDecimal number =
                switch (value) {
                    case Integer whole -> BigDecimal.valueOf(whole);
                    case Long whole -> BigDecimal.valueOf(whole);
                    case Double real -> BigDecimal.valueOf(real);
                    case String text -> new BigDecimal(text);
                    default -> throw unfit(value);
                };
        int precision = column.type().precision();
        int wholeDigits = number.precision() - number.scale();
        if (Math.abs((long) number.scale()) > 1_000
                || precision > 0
                        && number.signum() != 0
                        && wholeDigits > precision - column.type().scale()) {
            throw unfit(value);
        }
        return number.toPlainString();
    }

    private String real(Object value) throws ExpressionException {
        double number =
                switch (value) {
                    case Integer whole -> whole;
                    case Long whole -> whole;
                    case Double real -> real;
                    case String text -> Double.parseDouble(text);
                    default -> throw unfit(value);
                };
        if (!Double.isFinite(number)) {
            throw unfit(value);
        }
        return Double.toString(number);
    }

    private String bool(Object value) throws ExpressionException {
        return switch (value.toString()) {
            case "1", "t", "true" -> "true";
            case "0", "f", "false" -> "false";
            default -> throw unfit(value);
        };
    }

    private String date(Object value) throws ExpressionException {
        Matcher parts = DATE.matcher(value.toString());
        if (!parts.matches()) {
            throw unfit(value);
        }
        return LocalDate.of(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)))
                .toString();
    }

    private String time(Object value) throws ExpressionException {
        String text = value.toString();
        if (!TIME.matcher(text).matches()) {
            throw unfit(value);
        }
        LocalTime.parse(text);
        return text;
    }

    private String dateTime(Object value) throws ExpressionException {
        String text = value.toString();
        int space = text.indexOf(' ');
        if (space < 0) {
            return date(value) + " 00:00:00";
        }
        return date(text.substring(0, space)) + " " + time(text.substring(space + 1));
    }

    private String text(ResultSet row, int index, Object value)
            throws SQLException, ExpressionException {
        if (value instanceof byte[]) {
            throw unfit(value);
        }
        return row.getString(index);
    }

    private static String bytes(ResultSet row, int index, Object value) throws SQLException {
        byte[] bytes =
                value instanceof byte[] blob
                        ? blob
                        : row.getString(index).getBytes(StandardCharsets.UTF_8);
        return "\\x" + HexFormat.of().formatHex(bytes);
    }

    private ExpressionException unfit(Object value) {
        String shown = value instanceof byte[] ? "bytes" : "'" + value + "'";
        if (shown.length() > SHOWN) {
            shown = shown.substring(0, SHOWN) + "...";
        }
        return new ExpressionException(
                "The value of column %s is %s, which does not fit %s"
                        .formatted(column.name(), shown, described(column.type())));
    }

    private static String described(DataType type) {
        String kind = type.kind().name().toLowerCase(Locale.ROOT);
        return type.kind() == DataType.Kind.NUMERIC
                ? "%s(%d,%d)".formatted(kind, type.precision(), type.scale())
                : kind;
    }
}

package com.travelbuddy.local.dms.mapping;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How values of a type are compared, in Java as PostgreSQL does it.
 *
 * @param noun what a literal must be, for messages
 * @param literal of the mapping's text; throws when it is none
 * @param value of PostgreSQL's text
 * @param operand of a quoted column
 */
record FilterType<T>(
        String noun,
        Function<String, T> literal,
        Function<String, T> value,
        Comparator<T> order,
        Function<String, String> operand,
        Function<T, String> sqlLiteral) {

    private static final Pattern DATE_TIME =
            Pattern.compile(
                    "(\\d{4,6})-(\\d\\d)-(\\d\\d)"
                            + "(?:[ T](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d{1,9}))?)?");
    private static final Pattern TIME = Pattern.compile("\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,6})?");

    /** Ordered as PostgreSQL orders numbers: NaN is the greatest. */
    private record Number(int rank, BigDecimal value) {

        static Number of(String text) {
            return switch (text) {
                case "NaN" -> new Number(2, BigDecimal.ZERO);
                case "Infinity" -> new Number(1, BigDecimal.ZERO);
                case "-Infinity" -> new Number(-1, BigDecimal.ZERO);
                default -> new Number(0, new BigDecimal(text));
            };
        }
    }

    private static final FilterType<Number> NUMBER =
            new FilterType<>(
                    "number",
                    text -> new Number(0, decimal(text)),
                    Number::of,
                    Comparator.comparingInt(Number::rank).thenComparing(Number::value),
                    Function.identity(),
                    // Negative ones in brackets: -- would begin a comment.
                    number -> "(" + number.value().toPlainString() + ")");

    private static final FilterType<Float> REAL4 =
            new FilterType<Float>(
                    "number",
                    text -> decimal(text).floatValue() + 0f,
                    text -> Float.valueOf(text) + 0f,
                    Float::compareTo,
                    Function.identity(),
                    number -> "'%s'::float4".formatted(number));

    private static final FilterType<Double> REAL8 =
            new FilterType<Double>(
                    "number",
                    text -> decimal(text).doubleValue() + 0.0,
                    text -> Double.valueOf(text) + 0.0,
                    Double::compareTo,
                    Function.identity(),
                    number -> "'%s'::float8".formatted(number));

    private static final FilterType<LocalDateTime> MOMENT =
            new FilterType<LocalDateTime>(
                    "date or time, YYYY-MM-DD or YYYY-MM-DD HH:MM:SS",
                    FilterType::dateTime,
                    FilterType::printedDateTime,
                    LocalDateTime::compareTo,
                    Function.identity(),
                    moment ->
                            "'%s %s'::timestamp"
                                    .formatted(moment.toLocalDate(), moment.toLocalTime()));

    private static final FilterType<String> TIME_OF_DAY =
            new FilterType<String>(
                    "time, HH:MM:SS",
                    FilterType::time,
                    FilterType::trimmed,
                    String::compareTo,
                    Function.identity(),
                    "'%s'::time"::formatted);

    private static final Map<String, Boolean> BOOLEANS =
            Map.of("t", true, "true", true, "1", true, "f", false, "false", false, "0", false);

    private static final FilterType<Boolean> TRUTH =
            new FilterType<Boolean>(
                    "boolean",
                    text -> Objects.requireNonNull(BOOLEANS.get(text)),
                    BOOLEANS::get,
                    Boolean::compareTo,
                    Function.identity(),
                    truth -> truth ? "TRUE" : "FALSE");

    private static final FilterType<String> TEXT = text(Function.identity());

    /** PostgreSQL prints it with its padding, and leaves that away when it becomes text. */
    private static final FilterType<String> PADDED_TEXT = text(FilterType::withoutPadding);

    private static FilterType<String> text(Function<String, String> value) {
        return new FilterType<>(
                "text",
                Function.identity(),
                value,
                FilterType::byCodePoint,
                column -> column + "::text COLLATE \"C\"",
                text -> "'" + text.replace("'", "''") + "'");
    }

    /** Empty: values of the column cannot be compared. */
    static Optional<FilterType<?>> of(SourceColumn column) {
        return column.type()
                .flatMap(
                        type ->
                                switch (type.kind()) {
                                    case BYTES, BLOB, CLOB, NCLOB -> Optional.empty();
                                    case INT1, INT2, INT4, INT8 -> Optional.of(NUMBER);
                                    case UINT1, UINT2, UINT4, UINT8 -> Optional.of(NUMBER);
                                    case NUMERIC -> Optional.of(NUMBER);
                                    case REAL4 -> Optional.of(REAL4);
                                    case REAL8 -> Optional.of(REAL8);
                                    case DATE, DATETIME -> Optional.of(MOMENT);
                                    case TIME -> Optional.of(TIME_OF_DAY);
                                    case BOOLEAN -> Optional.of(TRUTH);
                                    case STRING, WSTRING -> Optional.of(text(column));
                                });
    }

    private static FilterType<?> text(SourceColumn column) {
        if (SourceTypes.isBoolean(column)) {
            return TRUTH;
        }
        return SourceTypes.isPadded(column) ? PADDED_TEXT : TEXT;
    }

    /** The parts are made by {@link #literal}, so the cast holds. */
    @SuppressWarnings("unchecked")
    int compareTo(String printed, Object operand) {
        return order.compare(value.apply(printed), (T) operand);
    }

    @SuppressWarnings("unchecked")
    String sqlLiteralOf(Object operand) {
        return sqlLiteral.apply((T) operand);
    }

    T literal(String text) {
        return literal.apply(text);
    }

    String sqlOperand(String column) {
        return operand.apply(column);
    }

    private static BigDecimal decimal(String text) {
        BigDecimal decimal = new BigDecimal(text.strip());
        if (Math.abs((long) decimal.scale()) > 1_000) {
            throw new ArithmeticException("Too long to be written down");
        }
        return decimal;
    }

    private static LocalDateTime dateTime(String text) {
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.matches() || parts.group(1).length() > 4 || text.startsWith("0000")) {
            throw new IllegalArgumentException(text);
        }
        return dateTime(parts, Integer.parseInt(parts.group(1)));
    }

    private static LocalDateTime dateTime(Matcher parts, int year) {
        LocalDate date =
                LocalDate.of(
                        year, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        if (parts.group(4) == null) {
            return date.atStartOfDay();
        }
        String fraction = parts.group(7) == null ? "" : parts.group(7);
        return date.atTime(
                Integer.parseInt(parts.group(4)),
                Integer.parseInt(parts.group(5)),
                Integer.parseInt(parts.group(6)),
                Integer.parseInt((fraction + "000000000").substring(0, 9)));
    }

    private static LocalDateTime printedDateTime(String text) {
        if (text.equals("infinity")) {
            return LocalDateTime.MAX;
        }
        if (text.equals("-infinity")) {
            return LocalDateTime.MIN;
        }
        boolean beforeChrist = text.endsWith(" BC");
        Matcher parts = DATE_TIME.matcher(text);
        if (!parts.lookingAt()) {
            throw new IllegalArgumentException(text);
        }
        int year = Integer.parseInt(parts.group(1));
        return dateTime(parts, beforeChrist ? 1 - year : year);
    }

    private static String time(String text) {
        if (!TIME.matcher(text).matches()) {
            throw new IllegalArgumentException(text);
        }
        LocalTime.parse(text);
        return trimmed(text);
    }

    /** Without trailing zeros, times are ordered as their texts are. */
    private static String trimmed(String time) {
        int end = time.length();
        if (time.indexOf('.') >= 0) {
            while (time.charAt(end - 1) == '0') {
                end--;
            }
            if (time.charAt(end - 1) == '.') {
                end--;
            }
        }
        return time.substring(0, end);
    }

    private static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }

    /** As UTF-8 is ordered; String compares by UTF-16 units, which puts emoji before U+FFxx. */
    private static int byCodePoint(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                return Character.isSurrogate(a) == Character.isSurrogate(b)
                        ? Character.compare(a, b)
                        : Character.isSurrogate(a) ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }
}

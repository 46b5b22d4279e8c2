package com.travelbuddy.local.dms.mapping;

import static com.travelbuddy.local.dms.mapping.Tables.column;
import static com.travelbuddy.local.dms.mapping.Tables.string;
import static com.travelbuddy.local.dms.mapping.Tables.table;
import static com.travelbuddy.local.dms.mapping.Tables.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

final class ExpressionsTest {

    private static final String FLOOR =
            "strftime('%s', substr($c, 1, 19)) * 1000" + " + substr(substr($c, 21) || '000', 1, 3)";
    private static final String CONCATENATED =
            "strftime('%s', substr($c, 1, 19)) || substr(substr($c, 21) || '000', 1, 3)";

    private static final SourceTable TABLE =
            table(
                    "s",
                    "t",
                    List.of(),
                    column("c", "timestamp without time zone", timestamp()),
                    column("n", "bigint", DataType.of(DataType.Kind.INT8)),
                    column("name", "text", string(0)),
                    column("d", "numeric", DataType.of(DataType.Kind.NUMERIC)),
                    column("r", "double precision", DataType.of(DataType.Kind.REAL8)),
                    column("b", "boolean", string(5)),
                    column("y", "bytea", DataType.of(DataType.Kind.BLOB)),
                    column("day", "date", DataType.of(DataType.Kind.DATE)),
                    column("p", "point", null),
                    column("c_2", "text", string(0)));

    @Test
    void floorsEveryTimestampToMilliseconds() throws Exception {
        long seed = Long.getLong("expressions.seed", new SplittableRandom().nextLong());
        int count = Integer.getInteger("expressions.count", 20_000);
        SplittableRandom random = new SplittableRandom(seed);
        long first = LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        long end = LocalDateTime.of(10_000, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
        DateTimeFormatter format = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
        try (Expressions exact = expressions(FLOOR, DataType.Kind.INT8, 6);
                Expressions nine = expressions(FLOOR, DataType.Kind.INT8, 9);
                Expressions seconds = expressions(FLOOR, DataType.Kind.INT8, 0);
                Expressions text = expressions(CONCATENATED, DataType.Kind.INT8, 6)) {
            for (int i = 0; i < count; i++) {
                long second = random.nextLong(first, end);
                int micros = random.nextInt(10) == 0 ? 0 : random.nextInt(1_000_000);
                String printed =
                        format.format(LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC))
                                + fraction(micros);
                long expected = Math.floorDiv(second * 1_000_000 + micros, 1_000);
                String message = "seed %d, no. %d: %s".formatted(seed, i, printed);

                assertThat(only(exact, printed)).as(message).isEqualTo("" + expected);
                assertThat(only(nine, printed)).as(message).isEqualTo("" + expected);
                assertThat(only(seconds, printed)).as(message).isEqualTo("" + second * 1_000);
                if (second > 0) {
                    assertThat(only(text, printed)).as(message).isEqualTo("" + expected);
                }
            }
        }
    }

    private static String fraction(int micros) {
        return micros == 0 ? "" : "." + "%06d".formatted(micros).replaceFirst("0+$", "");
    }

    @ParameterizedTest
    @CsvSource({
        "2025-01-01 00:00:12.9996, 1735689612999",
        "2025-01-01 00:00:59.9999, 1735689659999",
        "2025-01-01 00:00:12.5, 1735689612500",
        "2025-01-01 00:00:12.123456, 1735689612123",
        "2025-01-01 00:00:12, 1735689612000",
        "2025-01-01 00:00:12.5+00, 1735689612500",
        "2025-01-01 00:00:12+00, 1735689612000",
        "1969-12-31 23:59:59.999999, -1",
        "infinity, 253402300799000",
        "0001-01-01 00:00:00, -62135596800000",
    })
    void floorsTheCasesThatOtherFormulasMiss(String printed, String millis) throws Exception {
        assertThat(evaluate(FLOOR, DataType.Kind.INT8, 6, printed)).isEqualTo(millis);
        assertThat(evaluate(FLOOR, DataType.Kind.INT8, 9, printed)).isEqualTo(millis);
    }

    /** These are exact with this SQLite only: 3.40, for one, rounds the milliseconds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    strftime('%s', $c) * 1000 | 2025-01-01 00:00:12.9996 | 1735689612000
                    strftime('%s', $c) * 1000 + substr(strftime('%f', $c), 4, 3) | 2025-01-01 00:00:12.9996 | 1735689612999
                    strftime('%s', $c) * 1000 + substr(strftime('%f', $c), 4, 3) | 2025-01-01 00:00:59.9999 | 1735689659999
                    round((julianday($c) - 2440587.5) * 86400000) | 2025-01-01 00:00:12.9996 | 1735689612999
                    strftime('%s', $c) * 1000 + substr($c, 21, 3) | 2025-01-01 00:00:12.9996 | 1735689612999
                    strftime('%s', substr($c, 1, 19), '-9 hours') * 1000 | 2025-01-01 00:00:00 | 1735657200000
                    """)
    void calculatesTimesAsThisSqliteDoes(String expression, String printed, String value)
            throws Exception {
        assertThat(evaluate(expression, DataType.Kind.INT8, 6, printed)).isEqualTo(value);
    }

    @Test
    void isNullForNullUnlessCoalesced() throws Exception {
        assertThat(evaluate(FLOOR, DataType.Kind.INT8, 6, null)).isNull();
        assertThat(evaluate(CONCATENATED, DataType.Kind.INT8, 6, null)).isNull();
        assertThat(evaluate("coalesce(" + FLOOR + ", 0)", DataType.Kind.INT8, 6, null))
                .isEqualTo("0");
        assertThat(
                        evaluate(
                                "coalesce(" + FLOOR + ", 253402300799000)",
                                DataType.Kind.INT8,
                                6,
                                null))
                .isEqualTo("253402300799000");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 2025-01-01 00:00:12.5, 2025-01-01 00:00:12",
        "6, 2025-01-01 00:00:12.5, 2025-01-01 00:00:12.500000",
        "9, 2025-01-01 00:00:12.5, 2025-01-01 00:00:12.500000000",
        "6, 2025-01-01 00:00:12, 2025-01-01 00:00:12.000000",
        "9, 2025-01-01 00:00:12.123456+00, 2025-01-01 00:00:12.123456000",
        "6, 0044-03-15 12:00:00 BC, 0044-03-15 12:00:00.000000",
        "0, infinity, 9999-12-31 23:59:59",
        "0, -infinity, 4713-01-01 00:00:00",
    })
    void writesTimestampsAsDmsDoes(int digits, String printed, String text) throws Exception {
        assertThat(evaluate("$c", DataType.Kind.STRING, digits, printed)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            textBlock =
                    """
                    typeof($n) ; integer
                    typeof($name) ; text
                    typeof($d) ; real
                    typeof($r) ; real
                    typeof($y) ; blob
                    typeof($p) ; text
                    $b ; true
                    $day ; 2025-02-03
                    $c_2 ; second
                    $c_2||'x' ; secondx
                    '$n' || $n ; $n42
                    'it''s $n' ; it's $n
                    $AR_M_SOURCE_SCHEMA || '.' || $AR_M_SOURCE_TABLE_NAME ; s.t
                    $AR_M_SOURCE_COLUMN_NAME ; out
                    $AR_M_SOURCE_COLUMN_DATATYPE ; string
                    lower('ABC') || upper('abc') ; abcABC
                    ltrim('  a ') || rtrim(' a  ') || trim(' b ') ; "a  ab"
                    replace($name, 'l', 'L') ; heLLo
                    substr($name, 2, 3) ; ell
                    replaceChars('abcabc', 'abc', 'xy') ; xyxy
                    replaceChars('abc', 'z', 'y') ; abc
                    hex($y) ; 00FF
                    hex(zeroblob(2)) ; 0000
                    length(randomblob(4)) ; 4
                    typeof(random()) ; integer
                    abs(-5) || round(2.4) || max(1, 2) || min(1, 2) ; 52.021
                    ifnull(null, 'a') || coalesce(null, 'b') ; ab
                    nullif('a', 'b') ; a
                    date('2025-01-02 03:04:05') ; 2025-01-02
                    time('2025-01-02 03:04:05') ; 03:04:05
                    datetime('2025-01-02 03:04:05') ; 2025-01-02 03:04:05
                    julianday('2000-01-01 12:00:00') ; 2451545.0
                    hash_sha256('abc') ; ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
                    CASE WHEN $n >= 40 THEN 'many' ELSE 'few' END ; many
                    CAST($n AS text) ; 42
                    1.5 ; 1.5
                    'a' -- b ; a
                    """)
    void knowsDmsFunctionsAndVariables(String expression, String value) throws Exception {
        assertThat(evaluate(expression, DataType.Kind.STRING, 6, null)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    $nothing | it names $nothing, and the source has no such column
                    $c_3 | it names $c_3
                    $C | it names $C
                    $AR_H_STREAM_POSITION | the header $AR_H_STREAM_POSITION is not supported
                    operation_indicator('D', 'U', 'I') | operation_indicator is not supported
                    ?1 | ? cannot be used in it
                    :a | : cannot be used in it
                    'open | a quote is not closed
                    1, 2 | row value misused
                    1), (2 | it has more than one value
                    nofunction(1) | no such function: nofunction
                    1 + | syntax error
                    column | no such column: column
                    """)
    void refusesAtPrepare(String expression, String message) {
        assertThatThrownBy(() -> expressions(expression, DataType.Kind.STRING, 6))
                .isInstanceOf(UnmappableTableException.class)
                .hasMessageContaining("Table s.t: The expression of column out is wrong:")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    int8 | '12' | 12
                    int8 | 12.0 | 12
                    int8 | -9223372036854775807 - 1 | -9223372036854775808
                    int1 | -128 | -128
                    uint1 | 255 | 255
                    uint4 | 4294967295 | 4294967295
                    uint8 | '18446744073709551615' | 18446744073709551615
                    numeric | 1.5 | 1.5
                    numeric | '1.50' | 1.50
                    real8 | 1 | 1.0
                    boolean | 1 | true
                    boolean | 'false' | false
                    date | '2025:01:02' | 2025-01-02
                    time | '03:04:05' | 03:04:05
                    datetime | '2025:01:02 03:04:05' | 2025-01-02 03:04:05
                    datetime | '2025-01-02 03:04:05.25' | 2025-01-02 03:04:05.25
                    datetime | '2025-01-02' | 2025-01-02 00:00:00
                    blob | x'00ff' | \\x00ff
                    blob | 'a' | \\x61
                    string | 1 | 1
                    """,
            quoteCharacter = '"')
    void takesWhatFitsTheType(String kind, String expression, String value) throws Exception {
        assertThat(evaluate(expression, kind(kind), 6, null)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    int8 | 'x' | 'x', which does not fit int8
                    int8 | 1.5 | '1.5', which does not fit int8
                    int8 | '' | '', which does not fit int8
                    int8 | '9223372036854775808' | does not fit int8
                    int8 | 1e300 | does not fit int8
                    int1 | 128 | does not fit int1
                    int2 | 32768 | does not fit int2
                    int4 | 2147483648 | does not fit int4
                    uint1 | 256 | does not fit uint1
                    uint2 | 65536 | does not fit uint2
                    uint4 | -1 | does not fit uint4
                    uint8 | -1 | does not fit uint8
                    numeric | 'x' | does not fit numeric(0,0)
                    real4 | 'x' | does not fit real4
                    boolean | 2 | does not fit boolean
                    date | '2025-02-30' | does not fit date
                    time | '25:00:00' | does not fit time
                    datetime | 'tomorrow' | does not fit datetime
                    string | x'00' | bytes, which does not fit string
                    int8 | x'00' | bytes, which does not fit int8
                    int8 | abs(-9223372036854775807 - 1) | integer overflow
                    """)
    void refusesWhatDoesNotFitTheType(String kind, String expression, String message)
            throws Exception {
        try (Expressions expressions = expressions(expression, kind(kind), 6)) {
            assertThatThrownBy(() -> expressions.evaluate(row(null)))
                    .isInstanceOf(ExpressionException.class)
                    .hasMessageContaining("out")
                    .hasMessageContaining(message);
            assertThatThrownBy(() -> expressions.evaluate(row(null)))
                    .as("the next row")
                    .isInstanceOf(ExpressionException.class);
        }
    }

    @Test
    void limitsTheWholeDigitsOfANumeric() throws Exception {
        var type = new DataType(DataType.Kind.NUMERIC, 0, 5, 2);
        try (var expressions = new Expressions(mapped("$d", type), 6)) {
            String[] row = row(null);
            row[3] = "999.5";
            assertThat(expressions.evaluate(row)).containsExactly("999.5");
            row[3] = "1000.5";
            assertThatThrownBy(() -> expressions.evaluate(row))
                    .hasMessageContaining("does not fit numeric(5,2)");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity"})
    void givesTextOrRealForNumbersBeyondNumbers(String number) throws Exception {
        try (var expressions = expressions("$d || ''", DataType.Kind.STRING, 6)) {
            String[] row = row(null);
            row[3] = number;
            assertThat(expressions.evaluate(row)[0]).isIn("NaN", "Inf");
        }
    }

    @Test
    void evaluatesSeveralColumnsInTheirOrder() throws Exception {
        var mapped =
                new MappedTable(
                        TABLE,
                        "s",
                        "t",
                        List.of(
                                new MappedColumn.Computed("one", string(0), "$name"),
                                new MappedColumn.Carried("n", DataType.of(DataType.Kind.INT8), 1),
                                new MappedColumn.Computed("two", string(0), "$n + 1"),
                                new MappedColumn.Computed("three", string(0), "$name || $n")),
                        List.of(),
                        RowFilter.all(),
                        List.of());
        try (var expressions = new Expressions(mapped, 6)) {
            assertThat(expressions.evaluate(row(null))).containsExactly("hello", "43", "hello42");
            assertThat(expressions.evaluate(new String[10])).containsExactly(null, null, null);
        }
    }

    @Test
    void hasNothingToDoWithoutComputedColumns() throws Exception {
        var mapped =
                new MappedTable(TABLE, "s", "t", List.of(), List.of(), RowFilter.all(), List.of());
        try (var expressions = new Expressions(mapped, 6)) {
            assertThat(expressions.evaluate(row(null))).isEmpty();
        }
    }

    private static DataType.Kind kind(String name) {
        return DataType.Kind.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String evaluate(
            String expression, DataType.Kind kind, int digits, String timestamp) throws Exception {
        try (Expressions expressions = expressions(expression, kind, digits)) {
            return only(expressions, timestamp);
        }
    }

    private static String only(Expressions expressions, String timestamp) throws Exception {
        return expressions.evaluate(row(timestamp))[0];
    }

    private static String[] row(String timestamp) {
        return new String[] {
            timestamp, "42", "hello", "1.25", "0.5", "t", "\\x00ff", "2025-02-03", "(1,2)", "second"
        };
    }

    private static Expressions expressions(String expression, DataType.Kind kind, int digits)
            throws UnmappableTableException {
        return new Expressions(mapped(expression, DataType.of(kind)), digits);
    }

    private static MappedTable mapped(String expression, DataType type) {
        return new MappedTable(
                TABLE,
                "s",
                "t",
                List.of(new MappedColumn.Computed("out", type, expression)),
                List.of(),
                RowFilter.all(),
                List.of());
    }
}

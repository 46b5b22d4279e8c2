package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Column;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.mapping.ColumnRule;
import com.travelbuddy.reversesync.mapping.EpochMillis;
import com.travelbuddy.reversesync.settings.Conversion;

import java.util.Optional;
import java.util.Set;

/**
 * One text that both databases make of a value that went through the mapping unharmed.
 *
 * @param source expression of PostgreSQL
 * @param target expression of MySQL
 * @param free whether the text may hold anything, so that its length has to go before it
 * @param integer whether both sides hold whole numbers as such
 */
record CanonicalColumn(
        ColumnRule.Carry rule, String source, String target, boolean free, boolean integer) {

    private static final Set<String> INTEGERS = Set.of("smallint", "integer", "bigint");
    private static final Set<String> TEXTS = Set.of("character varying", "text", "character");
    private static final Set<String> TIMESTAMPS =
            Set.of("timestamp without time zone", "timestamp with time zone");
    private static final Set<String> MYSQL_INTEGERS =
            Set.of("tinyint", "smallint", "mediumint", "int", "bigint");
    private static final Set<String> MYSQL_TEXTS =
            Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext", "enum", "set");

    /**
     * @return absent: these types have no text that is exact on both sides
     */
    static Optional<CanonicalColumn> of(ColumnRule.Carry rule) {
        String from = Sql.postgresName(rule.source().name());
        String to = Sql.mySqlName(rule.target().name());
        String type = rule.target().type().replace(" unsigned", "");
        if (rule.conversion().isPresent()) {
            return MYSQL_INTEGERS.contains(type)
                    ? plain(rule, millis(from, rule.conversion().get()), number(rule.target()))
                    : Optional.empty();
        }
        if (MYSQL_INTEGERS.contains(type) || type.equals("decimal") || type.equals("bit")) {
            return ofNumber(rule, from);
        }
        if (MYSQL_TEXTS.contains(type)) {
            return ofText(rule, from, to);
        }
        return switch (type) {
            case "datetime", "timestamp" ->
                    TIMESTAMPS.contains(rule.source().type())
                            ? plain(rule, time(rule, from, "YYYY-MM-DD HH24:MI:SS", 19), asText(to))
                            : Optional.empty();
            case "date" ->
                    rule.source().type().equals("date")
                            ? plain(rule, "to_char(%s, 'YYYY-MM-DD')".formatted(from), asText(to))
                            : Optional.empty();
            case "time" ->
                    rule.source().type().equals("time without time zone")
                            ? plain(rule, time(rule, from, "HH24:MI:SS", 8), asText(to))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<CanonicalColumn> ofNumber(ColumnRule.Carry rule, String from) {
        int scale =
                rule.target().type().startsWith("decimal") ? rule.target().scale().orElse(0) : 0;
        String type = rule.source().type();
        if (type.equals("boolean")) {
            return plain(rule, from + "::int", number(rule.target()));
        }
        if (INTEGERS.contains(type) && scale == 0) {
            return Optional.of(new CanonicalColumn(rule, from, number(rule.target()), false, true));
        }
        if (INTEGERS.contains(type) || type.equals("numeric")) {
            String rounded = "round(%s::numeric, %d)".formatted(from, scale);
            return plain(rule, rounded, number(rule.target()));
        }
        return Optional.empty();
    }

    private static Optional<CanonicalColumn> ofText(ColumnRule.Carry rule, String from, String to) {
        String type = rule.source().type();
        String text;
        if (type.equals("character varying") || type.equals("text")) {
            // MySQL's CHAR gives no spaces back at its end.
            text = rule.target().type().equals("char") ? "rtrim(%s, ' ')".formatted(from) : from;
        } else if (TEXTS.contains(type)
                || INTEGERS.contains(type)
                || type.equals("uuid")
                || type.equals("boolean")) {
            text = from + "::text";
        } else {
            return Optional.empty();
        }
        boolean unicode =
                rule.target().characterSet().filter(set -> set.startsWith("utf8")).isPresent();
        return Optional.of(
                new CanonicalColumn(
                        rule,
                        text,
                        unicode ? to : "CONVERT(%s USING utf8mb4)".formatted(to),
                        true,
                        false));
    }

    private static Optional<CanonicalColumn> plain(
            ColumnRule.Carry rule, String source, String target) {
        return Optional.of(new CanonicalColumn(rule, source, target, false, false));
    }

    /** Without the zeros of ZEROFILL, and not as the bytes of a BIT. */
    private static String number(Column column) {
        String name = Sql.mySqlName(column.name());
        return column.declared().contains("zerofill") || column.type().equals("bit")
                ? "(%s + 0)".formatted(name)
                : name;
    }

    private static String asText(String to) {
        return "CAST(%s AS CHAR)".formatted(to);
    }

    /** Cut, not rounded, to the target's digits. */
    private static String time(ColumnRule.Carry rule, String from, String format, int length) {
        int digits = rule.target().precision().orElse(0);
        return digits == 0
                ? "to_char(%s, '%s')".formatted(from, format)
                : "left(to_char(%s, '%s.US'), %d)".formatted(from, format, length + 1 + digits);
    }

    /** Whole milliseconds are exact in a double, whatever {@code extract} gives in a release. */
    private static String millis(String from, Conversion conversion) {
        long offset = conversion.offset().getTotalSeconds() * 1000L;
        String millis =
                """
                CASE %1$s WHEN 'infinity' THEN %2$d WHEN '-infinity' THEN -9223372036854775807
                 ELSE (date_part('epoch', date_trunc('milliseconds', %1$s)) * 1000)::bigint - %3$d END
                """
                        .formatted(from, EpochMillis.NEVER - offset, offset)
                        .replace("\n", "");
        return switch (conversion.nullDate()) {
            case FAIL -> millis;
            case EXPIRED -> "coalesce(%s, 0)".formatted(millis);
            case NEVER -> "coalesce(%s, %d)".formatted(millis, EpochMillis.NEVER);
        };
    }
}

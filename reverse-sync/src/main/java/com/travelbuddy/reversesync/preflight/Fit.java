package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Column;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.mapping.ColumnRule;
import com.travelbuddy.reversesync.settings.Conversion;
import com.travelbuddy.reversesync.settings.Formula;
import com.travelbuddy.reversesync.settings.NullDate;
import com.travelbuddy.reversesync.settings.TableName;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether a column's values fit where they go: by their types, and which rows have to be counted.
 */
final class Fit {

    private static final Set<String> LARGE = Set.of("text", "json", "jsonb", "xml", "bytea");
    private static final Set<String> TARGET_TEXTS =
            Set.of("varchar", "char", "tinytext", "text", "mediumtext", "longtext");
    private static final Set<String> TARGET_BYTES =
            Set.of("varbinary", "binary", "tinyblob", "blob", "mediumblob", "longblob");

    private static final String NO_NUMBERS = "'NaN', 'Infinity', '-Infinity'";

    private final TableName table;
    private final Column from;
    private final Column to;
    private final Formula formula;
    private final Notes notes;
    private final String column;
    private final String path;
    private final List<RowCount> counts = new ArrayList<>();

    private Fit(TableName table, ColumnRule.Carry rule, Formula formula, Notes notes) {
        this.table = table;
        this.from = rule.source();
        this.to = rule.target();
        this.formula = formula;
        this.notes = notes;
        this.column = Sql.postgresName(from.name());
        this.path =
                "%s %s to %s %s".formatted(from.name(), from.declared(), to.name(), to.declared());
    }

    /** The rows to count; what can be said without counting is noted at once. */
    static List<RowCount> of(TableName table, ColumnRule.Carry rule, Formula formula, Notes notes) {
        Fit fit = new Fit(table, rule, formula, notes);
        fit.nulls(rule.conversion());
        rule.conversion().ifPresentOrElse(fit::converted, fit::plain);
        return fit.counts;
    }

    private void nulls(Optional<Conversion> conversion) {
        boolean replaced = conversion.filter(one -> one.nullDate() != NullDate.FAIL).isPresent();
        if (to.nullable() || !from.nullable() || replaced) {
            return;
        }
        counts.add(
                RowCount.error(
                                "null-values",
                                "NULLs go to a column that is NOT NULL",
                                path,
                                column + " IS NULL",
                                conversion.isPresent()
                                        ? "fill them in, or declare null: expired or never"
                                        : "fill them in, and make the source's column NOT NULL")
                        .orElse(
                                Severity.WARNING,
                                "The source allows NULLs where the target does not",
                                "make the source's column NOT NULL"));
    }

    private void converted(Conversion conversion) {
        if (!from.type().equals("timestamp without time zone")) {
            pair(Severity.ERROR, "Only a timestamp without time zone becomes epoch milliseconds");
            return;
        }
        if (!Set.of("bigint", "bigint unsigned").contains(to.type())) {
            pair(Severity.ERROR, "Epoch milliseconds need a BIGINT");
        }
        counts.add(infinite());
        counts.add(
                RowCount.error(
                        "timestamp-range",
                        "Dates before year 1 or after year 9999 are converted wrongly",
                        path,
                        "isfinite(%1$s) AND (%1$s < '0001-01-01' OR %1$s >= '10000-01-01')"
                                .formatted(column),
                        "correct these rows"));
        if (formula == Formula.CONCATENATION || to.type().endsWith("unsigned")) {
            counts.add(
                    RowCount.error(
                            "timestamp-before-1970",
                            "Dates before 1970 are converted wrongly",
                            path,
                            "isfinite(%1$s) AND %1$s < timestamp '1970-01-01' + interval '%2$d s'"
                                    .formatted(column, conversion.offset().getTotalSeconds()),
                            "set mapping.formula to arithmetic and the target's column to BIGINT"));
        }
    }

    private RowCount infinite() {
        return RowCount.error(
                "infinite-timestamp",
                "Infinite dates have no counterpart",
                path,
                "NOT isfinite(%s)".formatted(column),
                "give these rows a date, such as 9999-12-31");
    }

    private void plain() {
        large();
        switch (from.type()) {
            case "smallint", "integer", "bigint" -> integer();
            case "numeric" -> numeric();
            case "real", "double precision" -> floating();
            case "character varying", "character", "text", "name" -> text();
            case "timestamp without time zone", "timestamp with time zone" -> timestamp();
            case "date" -> date();
            case "time without time zone" -> allowed(Set.of("time"));
            case "uuid" -> {
                if (!TARGET_TEXTS.contains(to.type()) || to.length().orElse(0L) < 36) {
                    pair(Severity.ERROR, "A UUID needs a text of 36 characters");
                }
            }
            case "boolean" ->
                    pair(
                            Severity.WARNING,
                            "DMS carries a boolean as the text true or false, unless the endpoint"
                                    + " says MapBooleanAsBoolean");
            case "json", "jsonb" -> allowed(Set.of("json", "mediumtext", "longtext"));
            case "bytea" -> {
                if (TARGET_BYTES.contains(to.type())) {
                    longer("octet_length", to.length().orElse(0L), "bytes");
                } else {
                    pair(Severity.ERROR, "Bytes need a binary column");
                }
            }
            default -> pair(Severity.WARNING, "This pair of types is not one that was ever tried");
        }
    }

    /** As a LOB, it is cut off above a limit, and DMS transforms it only by leaving it out. */
    private void large() {
        if (!LARGE.contains(from.type())) {
            return;
        }
        if (!from.name().equals(to.name())) {
            notes.error(
                    "large-renamed",
                    "DMS does not rename a column without a length limit",
                    "%s: %s".formatted(table, path),
                    "give the source's column a length, such as varchar(4000), or the target's"
                            + " column its name");
        }
        counts.add(
                RowCount.error(
                        "large-value",
                        "Values of more than 32 KiB are cut off",
                        path,
                        "octet_length(%s%s) > 32768"
                                .formatted(column, from.type().equals("bytea") ? "" : "::text"),
                        "shorten them, or raise LobMaxSize in the task's settings"));
    }

    private void integer() {
        Optional<Integers> room = Integers.of(to);
        if (room.isEmpty()) {
            if (!Set.of("double", "float").contains(to.type())) {
                pair(Severity.WARNING, "Integers go to a column that is none");
            } else if (!from.type().equals("smallint")) {
                pair(Severity.WARNING, "Large integers lose digits");
            }
            return;
        }
        if (!room.get().holds(Integers.of(from).orElseThrow())) {
            counts.add(
                    RowCount.error(
                                    "number-range",
                                    "Numbers go beyond what the target's column holds",
                                    path,
                                    "%1$s < %2$s OR %1$s > %3$s"
                                            .formatted(
                                                    column, room.get().least(), room.get().most()),
                                    "ALTER the target's column to a wider type")
                            .orElse(
                                    Severity.INFO,
                                    "The source may one day have larger numbers than the target"
                                            + " holds",
                                    "widen the target's column before they come near "
                                            + room.get().most()));
            counts.add(
                    new RowCount(
                            "number-headroom",
                            Severity.WARNING,
                            "Numbers have passed half of what the target's column holds",
                            path,
                            "%1$s > %2$s AND %1$s <= %3$s"
                                    .formatted(
                                            column,
                                            room.get().most().divide(BigInteger.TWO),
                                            room.get().most()),
                            "plan to ALTER the target's column to a wider type",
                            Optional.empty()));
        }
    }

    private void numeric() {
        Optional<Integers> room = Integers.of(to);
        if (room.isEmpty()) {
            pair(Severity.WARNING, "Decimal digits may be lost");
            return;
        }
        notANumber();
        int scale = to.type().startsWith("decimal") ? to.scale().orElse(0) : 0;
        counts.add(
                RowCount.error(
                        "number-range",
                        "Numbers go beyond what the target's column holds",
                        path,
                        "%1$s::text NOT IN (%2$s) AND trunc(round(%1$s, %3$d)) NOT BETWEEN %4$s AND %5$s"
                                .formatted(
                                        column,
                                        NO_NUMBERS,
                                        scale,
                                        room.get().least(),
                                        room.get().most()),
                        "ALTER the target's column to a wider type"));
        if (from.scale().isEmpty() || from.scale().get() > scale) {
            counts.add(
                    new RowCount(
                            "fraction",
                            Severity.WARNING,
                            "Fraction digits are rounded off",
                            path,
                            "%1$s <> round(%1$s, %2$d)".formatted(column, scale),
                            "ALTER the target's column to a larger scale",
                            Optional.empty()));
        }
    }

    private void floating() {
        notANumber();
        boolean narrow = to.type().equals("float") && from.type().equals("double precision");
        if (narrow || !Set.of("float", "double").contains(to.type())) {
            pair(Severity.WARNING, "Digits are rounded off");
        }
    }

    private void notANumber() {
        counts.add(
                RowCount.error(
                        "not-a-number",
                        "NaN and infinity have no counterpart",
                        path,
                        "%s::text IN (%s)".formatted(column, NO_NUMBERS),
                        "give these rows a number, or NULL"));
    }

    private void text() {
        if (!TARGET_TEXTS.contains(to.type())) {
            pair(
                    to.type().equals("enum") ? Severity.WARNING : Severity.ERROR,
                    "Text goes to a column that is none");
            return;
        }
        long room = to.length().orElse(Long.MAX_VALUE);
        boolean bytes = to.type().endsWith("text");
        if (from.length().isEmpty() || from.length().get() * (bytes ? 4 : 1) > room) {
            longer(bytes ? "octet_length" : "char_length", room, bytes ? "bytes" : "characters");
        }
        CharacterSet.condition(to.characterSet().orElse("utf8mb4"), column)
                .ifPresentOrElse(
                        this::characterSet,
                        () ->
                                notes.info(
                                        "character-set-unknown",
                                        "Whether the target's character set has all characters was"
                                                + " not counted",
                                        "%s: %s in %s"
                                                .formatted(
                                                        table, path, to.characterSet().orElse("?")),
                                        "try it, or convert the column to utf8mb4"));
    }

    private void characterSet(String condition) {
        if (condition.isEmpty()) {
            return;
        }
        String set = to.characterSet().orElse("");
        counts.add(
                RowCount.error(
                                "character-set",
                                "Characters have no counterpart in the target's character set",
                                path + " in " + set,
                                condition,
                                "ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4, or take the"
                                        + " characters out")
                        .orElse(
                                Severity.WARNING,
                                "The source may get characters that the target cannot store",
                                "ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4"));
    }

    private void longer(String function, long room, String unit) {
        counts.add(
                RowCount.error(
                                "too-long",
                                "Values are longer than the target's column",
                                path,
                                "%s(%s) > %d".formatted(function, column, room),
                                "ALTER the target's column to hold more than %d %s"
                                        .formatted(room, unit))
                        .orElse(
                                Severity.WARNING,
                                "The source may get longer values than the target holds",
                                "ALTER the target's column, or limit the source's to %d %s"
                                        .formatted(room, unit)));
    }

    private void timestamp() {
        if (!Set.of("datetime", "timestamp").contains(to.type())) {
            pair(Severity.ERROR, "A timestamp goes to a column that is none");
            return;
        }
        counts.add(infinite());
        String[] bounds =
                to.type().equals("datetime")
                        ? new String[] {"1000-01-01", "10000-01-01"}
                        : new String[] {"1970-01-02", "2038-01-19"};
        counts.add(
                RowCount.error(
                        "timestamp-range",
                        "Dates are outside what the target's column holds",
                        path,
                        "isfinite(%1$s) AND (%1$s < '%2$s' OR %1$s >= '%3$s')"
                                .formatted(column, bounds[0], bounds[1]),
                        "correct these rows, or ALTER the column to DATETIME"));
        if (to.precision().orElse(0) < from.precision().orElse(6)) {
            pair(Severity.WARNING, "Fraction digits of seconds are rounded off");
        }
    }

    private void date() {
        allowed(Set.of("date", "datetime"));
        counts.add(infinite());
    }

    private void allowed(Set<String> types) {
        if (!types.contains(to.type())) {
            pair(Severity.ERROR, "The types do not go together");
        }
    }

    private void pair(Severity severity, String what) {
        notes.add(
                severity,
                "type-pair",
                what,
                "%s: %s".formatted(table, path),
                "declare another column, ALTER the target's, or list the source's under drop");
    }
}

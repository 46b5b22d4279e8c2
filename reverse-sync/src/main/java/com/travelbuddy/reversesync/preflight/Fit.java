package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.mapping.ColumnRule;
import com.travelbuddy.reversesync.settings.Conversion;
import com.travelbuddy.reversesync.settings.Formula;
import com.travelbuddy.reversesync.settings.NullDate;
import com.travelbuddy.reversesync.settings.TableName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a column's values fit where they go. */
record Fit(ColumnPair pair) {

    /** The rows to count; what can be said without counting is noted at once. */
    static List<RowCount> of(TableName table, ColumnRule.Carry rule, Formula formula, Notes notes) {
        ColumnPair pair =
                new ColumnPair(table, rule.source(), rule.target(), new ArrayList<>(), notes);
        Fit fit = new Fit(pair);
        fit.nulls(rule.conversion());
        rule.conversion()
                .ifPresentOrElse(
                        conversion -> new TimeFit(pair).converted(conversion, formula), fit::plain);
        return pair.counts();
    }

    private void nulls(Optional<Conversion> conversion) {
        boolean replaced = conversion.filter(one -> one.nullDate() != NullDate.FAIL).isPresent();
        if (pair.to().nullable() || !pair.from().nullable() || replaced) {
            return;
        }
        pair.counts()
                .add(
                        RowCount.error(
                                        "null-values",
                                        "NULLs go to a column that is NOT NULL",
                                        pair.path(),
                                        pair.column() + " IS NULL",
                                        conversion.isPresent()
                                                ? "fill them in, or declare null: expired or never"
                                                : "fill them in, and make the source's column NOT NULL")
                                .orElse(
                                        Severity.WARNING,
                                        "The source allows NULLs where the target does not",
                                        "make the source's column NOT NULL"));
    }

    private void plain() {
        NumberFit numbers = new NumberFit(pair);
        TextFit texts = new TextFit(pair);
        TimeFit times = new TimeFit(pair);
        texts.large();
        switch (pair.from().type()) {
            case "smallint", "integer", "bigint" -> numbers.integer();
            case "numeric" -> numbers.numeric();
            case "real", "double precision" -> numbers.floating();
            case "character varying", "character", "text", "name" -> texts.text();
            case "uuid" -> texts.uuid();
            case "bytea" -> texts.bytes();
            case "json", "jsonb" -> pair.allow(Set.of("json", "mediumtext", "longtext"));
            case "timestamp without time zone", "timestamp with time zone" -> times.timestamp();
            case "date" -> times.date();
            case "time without time zone" -> pair.allow(Set.of("time"));
            case "boolean" ->
                    pair.mismatch(
                            Severity.WARNING,
                            "DMS carries a boolean as the text true or false, unless the endpoint"
                                    + " says MapBooleanAsBoolean");
            default ->
                    pair.mismatch(
                            Severity.WARNING, "This pair of types is not one that was ever tried");
        }
    }
}

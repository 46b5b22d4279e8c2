package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.settings.Conversion;
import com.travelbuddy.reversesync.settings.Formula;

import java.util.Set;

/** Whether dates and timestamps fit, as they are or converted. */
record TimeFit(ColumnPair pair) {

    void converted(Conversion conversion, Formula formula) {
        if (!pair.from().type().equals("timestamp without time zone")) {
            pair.mismatch(
                    Severity.ERROR,
                    "Only a timestamp without time zone becomes epoch milliseconds");
            return;
        }
        if (!Set.of("bigint", "bigint unsigned").contains(pair.to().type())) {
            pair.mismatch(Severity.ERROR, "Epoch milliseconds need a BIGINT");
        }
        pair.counts().add(infinite());
        pair.counts()
                .add(
                        RowCount.error(
                                "timestamp-range",
                                "Dates before year 1 or after year 9999 are converted wrongly",
                                pair.path(),
                                "isfinite(%1$s) AND (%1$s < '0001-01-01' OR %1$s >= '10000-01-01')"
                                        .formatted(pair.column()),
                                "correct these rows"));
        if (formula == Formula.CONCATENATION || pair.to().type().endsWith("unsigned")) {
            pair.counts()
                    .add(
                            RowCount.error(
                                    "timestamp-before-1970",
                                    "Dates before 1970 are converted wrongly",
                                    pair.path(),
                                    "isfinite(%1$s) AND %1$s < timestamp '1970-01-01' + interval '%2$d s'"
                                            .formatted(
                                                    pair.column(),
                                                    conversion.offset().getTotalSeconds()),
                                    "set mapping.formula to arithmetic and the target's column to BIGINT"));
        }
    }

    void timestamp() {
        if (!Set.of("datetime", "timestamp").contains(pair.to().type())) {
            pair.mismatch(Severity.ERROR, "A timestamp goes to a column that is none");
            return;
        }
        pair.counts().add(infinite());
        String[] bounds =
                pair.to().type().equals("datetime")
                        ? new String[] {"1000-01-01", "10000-01-01"}
                        : new String[] {"1970-01-02", "2038-01-19"};
        pair.counts()
                .add(
                        RowCount.error(
                                "timestamp-range",
                                "Dates are outside what the target's column holds",
                                pair.path(),
                                "isfinite(%1$s) AND (%1$s < '%2$s' OR %1$s >= '%3$s')"
                                        .formatted(pair.column(), bounds[0], bounds[1]),
                                "correct these rows, or ALTER the column to DATETIME"));
        if (pair.to().precision().orElse(0) < pair.from().precision().orElse(6)) {
            pair.mismatch(Severity.WARNING, "Fraction digits of seconds are rounded off");
        }
    }

    void date() {
        pair.allow(Set.of("date", "datetime"));
        pair.counts().add(infinite());
    }

    private RowCount infinite() {
        return RowCount.error(
                "infinite-timestamp",
                "Infinite dates have no counterpart",
                pair.path(),
                "NOT isfinite(%s)".formatted(pair.column()),
                "give these rows a date, such as 9999-12-31");
    }
}

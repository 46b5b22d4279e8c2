package com.travelbuddy.reversesync.preflight;

import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/** Whether numbers fit. */
record NumberFit(ColumnPair pair) {

    private static final String NO_NUMBERS = "'NaN', 'Infinity', '-Infinity'";

    void integer() {
        Optional<Integers> room = Integers.of(pair.to());
        if (room.isEmpty()) {
            if (!Set.of("double", "float").contains(pair.to().type())) {
                pair.mismatch(Severity.WARNING, "Integers go to a column that is none");
            } else if (!pair.from().type().equals("smallint")) {
                pair.mismatch(Severity.WARNING, "Large integers lose digits");
            }
            return;
        }
        if (!room.get().holds(Integers.of(pair.from()).orElseThrow())) {
            pair.counts()
                    .add(
                            RowCount.error(
                                            "number-range",
                                            "Numbers go beyond what the target's column holds",
                                            pair.path(),
                                            "%1$s < %2$s OR %1$s > %3$s"
                                                    .formatted(
                                                            pair.column(),
                                                            room.get().least(),
                                                            room.get().most()),
                                            "ALTER the target's column to a wider type")
                                    .orElse(
                                            Severity.INFO,
                                            "The source may one day have larger numbers than the target"
                                                    + " holds",
                                            "widen the target's column before they come near "
                                                    + room.get().most()));
            pair.counts()
                    .add(
                            new RowCount(
                                    "number-headroom",
                                    Severity.WARNING,
                                    "Numbers have passed half of what the target's column holds",
                                    pair.path(),
                                    "%1$s > %2$s AND %1$s <= %3$s"
                                            .formatted(
                                                    pair.column(),
                                                    room.get().most().divide(BigInteger.TWO),
                                                    room.get().most()),
                                    "plan to ALTER the target's column to a wider type",
                                    Optional.empty()));
        }
    }

    void numeric() {
        Optional<Integers> room = Integers.of(pair.to());
        if (room.isEmpty()) {
            pair.mismatch(Severity.WARNING, "Decimal digits may be lost");
            return;
        }
        notANumber();
        int scale = pair.to().type().startsWith("decimal") ? pair.to().scale().orElse(0) : 0;
        pair.counts()
                .add(
                        RowCount.error(
                                "number-range",
                                "Numbers go beyond what the target's column holds",
                                pair.path(),
                                "%1$s::text NOT IN (%2$s) AND trunc(round(%1$s, %3$d)) NOT BETWEEN %4$s AND %5$s"
                                        .formatted(
                                                pair.column(),
                                                NO_NUMBERS,
                                                scale,
                                                room.get().least(),
                                                room.get().most()),
                                "ALTER the target's column to a wider type"));
        if (pair.from().scale().isEmpty() || pair.from().scale().get() > scale) {
            pair.counts()
                    .add(
                            new RowCount(
                                    "fraction",
                                    Severity.WARNING,
                                    "Fraction digits are rounded off",
                                    pair.path(),
                                    "%1$s <> round(%1$s, %2$d)".formatted(pair.column(), scale),
                                    "ALTER the target's column to a larger scale",
                                    Optional.empty()));
        }
    }

    void floating() {
        notANumber();
        boolean narrow =
                pair.to().type().equals("float") && pair.from().type().equals("double precision");
        if (narrow || !Set.of("float", "double").contains(pair.to().type())) {
            pair.mismatch(Severity.WARNING, "Digits are rounded off");
        }
    }

    private void notANumber() {
        pair.counts()
                .add(
                        RowCount.error(
                                "not-a-number",
                                "NaN and infinity have no counterpart",
                                pair.path(),
                                "%s::text IN (%s)".formatted(pair.column(), NO_NUMBERS),
                                "give these rows a number, or NULL"));
    }
}

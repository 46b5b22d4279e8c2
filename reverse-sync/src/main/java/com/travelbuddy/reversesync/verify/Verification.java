package com.travelbuddy.reversesync.verify;

import java.time.Instant;
import java.util.Optional;

/**
 * A comparison of both sides, as it is kept at the target.
 *
 * @param ended absent: it is under way, or was interrupted
 * @param scope how much was compared
 * @param rows that were compared
 * @param missingSource differing rows of that kind that were found, repaired or not
 * @param missingTarget differing rows of that kind that were found, repaired or not
 * @param recordDiff differing rows of that kind that were found, repaired or not
 * @param repaired differing rows that have been repaired
 */
public record Verification(
        long id,
        Instant started,
        Optional<Instant> ended,
        Scope scope,
        long rows,
        long missingSource,
        long missingTarget,
        long recordDiff,
        long repaired) {

    /** How much of the tables is compared. */
    public enum Scope {
        ALL,
        /** Some of the tables. */
        TABLES,
        /** Some of the rows. */
        SAMPLE
    }

    /** How many differing rows there still are, as far as is known. */
    public long remaining() {
        return missingSource + missingTarget + recordDiff - repaired;
    }
}

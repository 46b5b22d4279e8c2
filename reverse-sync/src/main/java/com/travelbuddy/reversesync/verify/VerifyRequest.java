package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.settings.TableName;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a comparison is asked for.
 *
 * @param repair whether the target is given the source's values where a difference is proven
 * @param tables of the source or of the target; empty: all of the mapping
 * @param sample percent of the chunks to compare; absent: all of them
 * @param rowsPerSecond 0: no bound; absent: as the settings have it
 * @param restart whether an interrupted comparison is left behind instead of gone on with
 */
public record VerifyRequest(
        boolean repair,
        List<TableName> tables,
        OptionalDouble sample,
        OptionalInt rowsPerSecond,
        boolean restart) {

    public VerifyRequest {
        tables = List.copyOf(tables);
    }

    /** All rows of all tables, going on with an interrupted comparison if there is one. */
    public static VerifyRequest all(boolean repair) {
        return new VerifyRequest(
                repair, List.of(), OptionalDouble.empty(), OptionalInt.empty(), false);
    }

    Verification.Scope scope() {
        if (sample.isPresent()) {
            return Verification.Scope.SAMPLE;
        }
        return tables.isEmpty() ? Verification.Scope.ALL : Verification.Scope.TABLES;
    }
}

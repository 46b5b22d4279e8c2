package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.settings.TableName;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a comparison is asked for.
 *
 * @param repair whether the target is given the source's values where a difference is proven
 * @param deletions whether a repair deletes rows that only the target has
 * @param tables of the source or of the target; empty: all of the mapping
 * @param sample percent of the chunks to compare; absent: all of them
 * @param rowsPerSecond 0: no bound; absent: as the settings have it
 * @param restart whether an interrupted comparison is left behind instead of gone on with
 */
public record VerifyRequest(
        boolean repair,
        boolean deletions,
        List<TableName> tables,
        OptionalDouble sample,
        OptionalInt rowsPerSecond,
        boolean restart) {

    public VerifyRequest {
        tables = List.copyOf(tables);
    }

    /** All rows of all tables. */
    public static VerifyRequest all(boolean repair, boolean deletions, boolean restart) {
        return new VerifyRequest(
                repair, deletions, List.of(), OptionalDouble.empty(), OptionalInt.empty(), restart);
    }

    Verification.Scope scope() {
        if (sample.isPresent()) {
            return Verification.Scope.SAMPLE;
        }
        return tables.isEmpty() ? Verification.Scope.ALL : Verification.Scope.TABLES;
    }
}

package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.settings.TableName;

import java.util.Optional;

/**
 * A row that differs, in DMS's words.
 *
 * @param key the values of the primary key's columns, with commas between them
 * @param column of a {@link Kind#RECORD_DIFF}: name of the target's column
 * @param sourceValue what the target should have; absent: NULL, or no row
 * @param targetValue what the target has; absent: NULL, or no row
 * @param repaired whether the target has been given the source's values since
 */
public record Difference(
        TableName table,
        Kind kind,
        String key,
        Optional<String> column,
        Optional<String> sourceValue,
        Optional<String> targetValue,
        boolean repaired) {

    /** How it differs. */
    public enum Kind {
        /** The target has a row that the source has not. */
        MISSING_SOURCE,
        /** The source has a row that the target has not. */
        MISSING_TARGET,
        /** Both have the row, and a column differs. */
        RECORD_DIFF
    }

    /** On one line, for a log. */
    @Override
    public String toString() {
        return column.map(
                        name ->
                                "%s of %s, key %s: %s is %s at the target, %s at the source"
                                        .formatted(
                                                kind,
                                                table,
                                                key,
                                                name,
                                                Shown.of(targetValue),
                                                Shown.of(sourceValue)))
                .orElseGet(() -> "%s of %s, key %s".formatted(kind, table, key));
    }
}

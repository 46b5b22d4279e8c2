package com.travelbuddy.reversesync.mapping;

import com.travelbuddy.reversesync.settings.TableName;

/**
 * Why a table cannot be carried over as declared.
 *
 * @param evidence what was found
 * @param remedy what to do about it
 */
public record MappingProblem(TableName table, String evidence, String remedy) {

    @Override
    public String toString() {
        return "%s: %s; %s".formatted(table, evidence, remedy);
    }
}

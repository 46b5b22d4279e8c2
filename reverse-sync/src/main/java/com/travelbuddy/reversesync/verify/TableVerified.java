package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.settings.TableName;

import java.util.List;

/**
 * What was found in one table.
 *
 * @param rows that were compared
 * @param unsettled rows that changed at each look, of which nothing is known
 * @param notCompared columns that are carried over but cannot be compared, each with the reason
 */
public record TableVerified(
        TableName source,
        TableName target,
        long rows,
        long missingSource,
        long missingTarget,
        long recordDiff,
        long repaired,
        long unsettled,
        List<String> notCompared) {

    public TableVerified {
        notCompared = List.copyOf(notCompared);
    }
}

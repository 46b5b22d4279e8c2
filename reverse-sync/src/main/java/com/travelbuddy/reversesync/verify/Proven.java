package com.travelbuddy.reversesync.verify;

import java.util.List;
import java.util.Optional;

/**
 * A row whose difference has lasted.
 *
 * @param differences one for each column that differs, or one for a row that is missing
 * @param logged the differences' numbers in the log, once they have any
 */
record Proven(
        int table,
        Key key,
        Optional<Row> source,
        Optional<Row> target,
        List<Difference> differences,
        List<Long> logged) {}

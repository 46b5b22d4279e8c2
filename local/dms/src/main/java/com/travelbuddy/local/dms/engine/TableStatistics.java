package com.travelbuddy.local.dms.engine;

import java.time.Instant;

/**
 * What happened to a table since its task was started or reloaded.
 *
 * @param captured changes read from the source
 * @param applied changes that the target has
 * @param fullLoadRows rows that the full load brought
 * @param fullLoadErrorRows rows that it could not bring
 * @param fullLoadStart null before it
 * @param fullLoadEnd null before its end
 * @param reloaded whether it was loaded again by ReloadTables
 * @param reason why it is in error; empty otherwise
 */
public record TableStatistics(
        String schema,
        String table,
        TableState state,
        Changes captured,
        Changes applied,
        long fullLoadRows,
        long fullLoadErrorRows,
        Instant fullLoadStart,
        Instant fullLoadEnd,
        boolean reloaded,
        Instant updated,
        String reason) {

    /** Numbers of changes by their kind. */
    public record Changes(long inserts, long updates, long deletes, long ddls) {

        public static final Changes NONE = new Changes(0, 0, 0, 0);
    }
}

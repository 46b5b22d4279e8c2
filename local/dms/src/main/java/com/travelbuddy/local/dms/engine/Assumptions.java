package com.travelbuddy.local.dms.engine;

/**
 * What nobody has documented about DMS, with the answer that is taken here.
 *
 * @param timestampFractionDigits of a timestamp's text in an expression: 0, 6 or 9
 * @param reloadTruncates whether a reload empties the table under DO_NOTHING too
 * @param deleteDropsSlot whether deleting a task drops its replication slot
 * @param resumeRetriesSuspended whether a suspended table is taken up again by a resume
 * @param groupedChanges how many changes of source transactions that wait may share a target
 *     transaction (MinTransactionSize of the guide is 1000); 0: each has its own
 */
public record Assumptions(
        int timestampFractionDigits,
        boolean reloadTruncates,
        boolean deleteDropsSlot,
        boolean resumeRetriesSuspended,
        int groupedChanges) {

    public static final Assumptions DEFAULT = new Assumptions(6, false, false, false, 0);
}

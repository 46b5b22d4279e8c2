package com.travelbuddy.reversesync.job;

/** Whether a run mends what differs. */
public enum Repair {
    NEVER,
    /**
     * As long as both sides have not been found equal since the task was made: a task over a filled
     * table has no full load, which would pass over rows that are there. Rows that only the target
     * has stay: should the source be the wrong one, nothing is lost.
     */
    FIRST,
    ALWAYS
}

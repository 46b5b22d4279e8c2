package com.travelbuddy.reversesync.job;

/** Whether a run mends what differs. */
public enum Repair {
    NEVER,
    /**
     * As long as both sides have never been found equal: a task over a filled table has no full
     * load, which would pass over rows that are there.
     */
    FIRST,
    ALWAYS
}

package com.travelbuddy.reversesync.job;

/** What a run waits for. */
public enum Goal {
    /** The task runs and no table is in error. */
    RUNNING,
    /** All tables are loaded; a task without a full load has nothing to wait for. */
    FULL_LOAD_DONE,
    /** All that was committed at the source when the run came this far has been applied. */
    CAUGHT_UP
}

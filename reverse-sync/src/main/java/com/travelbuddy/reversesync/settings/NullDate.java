package com.travelbuddy.reversesync.settings;

/** What becomes of a date that is NULL, where the target's column is NOT NULL. */
public enum NullDate {
    /** Nothing: such a row is refused before anything starts. */
    FAIL,
    /** 0, long ago. */
    EXPIRED,
    /** 9999-12-31 23:59:59, which is 253402300799000. */
    NEVER
}

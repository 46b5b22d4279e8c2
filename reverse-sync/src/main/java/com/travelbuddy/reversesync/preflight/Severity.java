package com.travelbuddy.reversesync.preflight;

/** How much a finding matters; the worst first. */
public enum Severity {
    /** The sync would fail, or do harm. */
    ERROR,
    /** The sync works, but may not for long, or not for all rows. */
    WARNING,
    /** Worth knowing. */
    INFO
}

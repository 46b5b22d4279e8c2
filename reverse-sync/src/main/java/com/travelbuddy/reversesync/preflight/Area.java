package com.travelbuddy.reversesync.preflight;

/** Where a finding is. */
public enum Area {
    SOURCE,
    TARGET,
    MAPPING,
    AWS
}

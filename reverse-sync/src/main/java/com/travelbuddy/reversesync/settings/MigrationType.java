package com.travelbuddy.reversesync.settings;

/** What a task of DMS does, in its own words, and the choice between them. */
public enum MigrationType {
    /** A full load first if the target's tables are empty, else changes only. */
    AUTO,
    CDC,
    FULL_LOAD_AND_CDC
}

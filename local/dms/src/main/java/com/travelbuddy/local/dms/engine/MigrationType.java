package com.travelbuddy.local.dms.engine;

/** What a task does. */
public enum MigrationType {
    FULL_LOAD,
    CDC,
    FULL_LOAD_AND_CDC;

    public boolean loads() {
        return this != CDC;
    }

    public boolean streams() {
        return this != FULL_LOAD;
    }
}

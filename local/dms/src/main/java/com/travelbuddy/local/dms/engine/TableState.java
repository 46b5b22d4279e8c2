package com.travelbuddy.local.dms.engine;

/** TableState of the API's TableStatistics. */
public enum TableState {
    BEFORE_LOAD("Before load"),
    FULL_LOAD("Full load"),
    COMPLETED("Table completed"),
    CANCELLED("Table cancelled"),
    ERROR("Table error"),
    RELOADING("Table is being reloaded");

    private final String text;

    TableState(String text) {
        this.text = text;
    }

    /** As the API spells it. */
    public String text() {
        return text;
    }
}

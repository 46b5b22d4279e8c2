package com.travelbuddy.reversesync.catalog;

/** Of the replication. */
public enum Side {
    SOURCE,
    TARGET;

    /** {@code source} or {@code target}. */
    public String word() {
        return this == SOURCE ? "source" : "target";
    }
}

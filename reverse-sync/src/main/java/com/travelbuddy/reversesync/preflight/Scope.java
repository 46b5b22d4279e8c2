package com.travelbuddy.reversesync.preflight;

/**
 * How far a preflight goes.
 *
 * @param rows whether the tables' rows are counted: one pass over each
 * @param connectionTests whether DMS is asked to connect to both databases
 */
public record Scope(boolean rows, boolean connectionTests) {

    public static final Scope ALL = new Scope(true, true);
}

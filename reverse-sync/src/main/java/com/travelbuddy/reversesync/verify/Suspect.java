package com.travelbuddy.reversesync.verify;

import java.util.Objects;
import java.util.Optional;

/**
 * A row that differed when last looked at.
 *
 * @param table its place among those that are compared
 * @param source absent: no row
 * @param target absent: no row
 * @param since when that was, of {@link System#nanoTime()}
 * @param looks how often it has been looked at; 0: this run has not yet
 */
record Suspect(
        int table, Key key, Optional<Look> source, Optional<Look> target, long since, int looks) {

    static Suspect unseen(int table, Key key) {
        return new Suspect(table, key, Optional.empty(), Optional.empty(), System.nanoTime(), 0);
    }

    static Suspect seen(int table, Key key, Look source, Look target) {
        return unseen(table, key).again(source, target);
    }

    /** After a further look. */
    Suspect again(Look newSource, Look newTarget) {
        return new Suspect(
                table,
                key,
                Optional.ofNullable(newSource),
                Optional.ofNullable(newTarget),
                System.nanoTime(),
                looks + 1);
    }

    /** Whether nothing has changed on either side since. */
    boolean isAsBefore(Look newSource, Look newTarget) {
        return looks > 0
                && Objects.equals(source.orElse(null), newSource)
                && Objects.equals(target.orElse(null), newTarget);
    }
}

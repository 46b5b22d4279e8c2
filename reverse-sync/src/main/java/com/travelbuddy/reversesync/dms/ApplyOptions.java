package com.travelbuddy.reversesync.dms;

import java.util.Optional;

/**
 * What {@code apply} may do beyond creating.
 *
 * @param stopToChange whether a running task may be stopped for a change of settings or endpoints;
 *     it is resumed afterwards
 * @param restart how the task goes on after a change of its mapping; absent: the mapping may not be
 *     changed
 * @param confirmed the task's name, typed: for {@link Restart#RELOAD}
 * @param updatePasswords whether endpoints are given their passwords again, which cannot be
 *     compared
 */
public record ApplyOptions(
        boolean stopToChange,
        Optional<Restart> restart,
        Optional<String> confirmed,
        boolean updatePasswords) {

    /** How a task goes on after a change. */
    public enum Restart {
        RESUME,
        RELOAD
    }

    /** Nothing that runs is touched. */
    public static ApplyOptions none() {
        return new ApplyOptions(false, Optional.empty(), Optional.empty(), false);
    }
}

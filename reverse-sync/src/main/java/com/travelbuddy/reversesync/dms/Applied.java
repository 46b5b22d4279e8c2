package com.travelbuddy.reversesync.dms;

import java.util.List;

/**
 * What {@code apply} has done.
 *
 * @param plan that it has carried out
 * @param status of the task
 * @param notes what else is worth knowing
 */
public record Applied(Plan plan, String task, String status, List<String> notes) {

    public Applied {
        notes = List.copyOf(notes);
    }
}

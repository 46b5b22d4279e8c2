package com.travelbuddy.reversesync.dms;

import java.util.List;

/**
 * What has become of a task.
 *
 * @param did what was done, in a few words
 * @param status as DMS has it; {@code none} when there is no task
 * @param notes what else is worth knowing
 */
public record Outcome(String task, String did, String status, List<String> notes) {

    public Outcome {
        notes = List.copyOf(notes);
    }
}

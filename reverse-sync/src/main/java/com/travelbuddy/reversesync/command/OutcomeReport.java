package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.dms.Outcome;

import java.util.ArrayList;
import java.util.List;

/** What has become of a task, as people read it. */
final class OutcomeReport {

    private OutcomeReport() {}

    static Report of(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(
                "Task %s: %s; it is %s".formatted(outcome.task(), outcome.did(), outcome.status()));
        lines.addAll(outcome.notes());
        return new Report(ExitCode.OK, outcome, lines);
    }
}

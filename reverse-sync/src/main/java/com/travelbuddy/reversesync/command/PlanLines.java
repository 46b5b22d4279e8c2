package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.dms.Action;
import com.travelbuddy.reversesync.dms.Change;
import com.travelbuddy.reversesync.dms.Plan;
import com.travelbuddy.reversesync.dms.Step;

import java.util.ArrayList;
import java.util.List;

/** A plan as people read it: like a diff. */
final class PlanLines {

    private PlanLines() {}

    static List<String> of(Plan plan) {
        List<String> lines = new ArrayList<>();
        for (Step step : plan.steps()) {
            lines.add(
                    "%s %s %s%s"
                            .formatted(
                                    step.action().sign(),
                                    step.resource(),
                                    step.id(),
                                    step.note().map(" (%s)"::formatted).orElse("")));
            step.changes().forEach(change -> lines.add("  " + line(step, change)));
        }
        lines.add(
                plan.changes()
                        ? "+ is created, ~ is changed, = is left%s%s"
                                .formatted(
                                        legend(plan, Action.REPLACE, ", ! is refused"),
                                        legend(plan, Action.BY_HAND, ", ? is for you to change"))
                        : "Nothing to do"
                                + legend(plan, Action.BY_HAND, "; ? is for you to change"));
        return lines;
    }

    private static String legend(Plan plan, Action action, String text) {
        return plan.steps().stream().anyMatch(step -> step.action() == action) ? text : "";
    }

    private static String line(Step step, Change change) {
        return step.action() == Action.CREATE
                ? "+ %s: %s".formatted(change.path(), change.to().orElse(""))
                : "%s %s: %s -> %s"
                        .formatted(
                                step.action().sign(),
                                change.path(),
                                change.from().orElse("(not set)"),
                                change.to().orElse("(not set)"));
    }
}

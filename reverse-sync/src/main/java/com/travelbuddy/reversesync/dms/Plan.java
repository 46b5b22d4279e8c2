package com.travelbuddy.reversesync.dms;

import java.util.List;

/** What {@code apply} would do, resource by resource, in its order. */
public record Plan(List<Step> steps) {

    static final String SUBNET_GROUP = "subnet-group";
    static final String INSTANCE = "instance";
    static final String SOURCE_ENDPOINT = "source-endpoint";
    static final String TARGET_ENDPOINT = "target-endpoint";
    static final String SOURCE_CONNECTION = "source-connection";
    static final String TARGET_CONNECTION = "target-connection";
    static final String SLOT = "slot";
    static final String TASK = "task";

    public Plan {
        steps = List.copyOf(steps);
    }

    /** Whether {@code apply} has anything to do. */
    public boolean changes() {
        return steps.stream().anyMatch(Step::acts);
    }

    Step step(String resource) {
        return steps.stream()
                .filter(step -> step.resource().equals(resource))
                .findFirst()
                .orElseThrow();
    }
}

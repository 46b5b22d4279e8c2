package com.travelbuddy.reversesync.status;

import com.fasterxml.jackson.annotation.JsonValue;

import java.util.Locale;

/** How the sync is, in a word; the worst first. */
public enum Verdict {
    /** Ended by an error, or by a limit of the instance. */
    TASK_FAILED("Task failed"),
    TARGET_UNREACHABLE("Target unreachable"),
    SOURCE_UNREACHABLE("Source unreachable"),
    AWS_UNREACHABLE("AWS unreachable"),
    /** Instance, connection or slot cannot do their work. */
    UNHEALTHY("Unhealthy"),
    TABLE_SUSPENDED("Table suspended"),
    /** The source keeps more log for the sync than allowed, whether the task runs or not. */
    SLOT_GROWING("Slot growing"),
    NOT_PROVISIONED("Not provisioned"),
    /** By somebody, or never started. */
    STOPPED("Stopped"),
    /** Starting, stopping, being changed, or loading. */
    IN_TRANSITION("In transition"),
    LAGGING("Lagging"),
    DIFFERS("Differs"),
    APPLY_EXCEPTIONS("Apply exceptions"),
    NEVER_VERIFIED("Never verified"),
    VERIFICATION_OLD("Verification old"),
    HEALTHY("Healthy");

    private final String title;

    Verdict(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** For programs, such as {@code table-suspended}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

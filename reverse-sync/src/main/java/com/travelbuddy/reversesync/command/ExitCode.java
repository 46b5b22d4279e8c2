package com.travelbuddy.reversesync.command;

import java.util.Locale;

/** What the process ends with, for scripts and jobs to decide by. */
public enum ExitCode {
    OK(0, "good, or nothing to do"),
    FAILED(1, "an error that none of the others stands for"),
    CONFIGURATION(2, "wrong use, or wrong configuration"),
    UNHEALTHY(3, "task, instance, connection or table is not as it should be"),
    LAGGING(4, "the target is further behind the source than allowed"),
    STOPPED(5, "the task is stopped"),
    DIFFERS(6, "source and target differ"),
    REFUSED(7, "refused: preflight found errors, or a flag is needed"),
    AWS_REFUSED(8, "AWS has refused a request, or gives no answer"),
    TIMED_OUT(9, "the time limit has passed"),
    CHANGES(10, "plan: apply would change something"),
    BUSY(11, "another run is under way"),
    SOURCE_UNREACHABLE(12, "the source database cannot be reached"),
    TARGET_UNREACHABLE(13, "the target database cannot be reached"),
    TABLE_SUSPENDED(14, "the task runs, but a table is suspended or in error"),
    TASK_FAILED(15, "the task has ended by an error"),
    SLOT_GROWING(16, "the replication slot keeps more log than allowed"),
    APPLY_EXCEPTIONS(17, "changes could not be applied as they came since the last verification"),
    NEVER_VERIFIED(18, "source and target have never been compared"),
    VERIFICATION_OLD(19, "the last verification that found both equal is too long ago"),
    NOT_PROVISIONED(20, "there is no task yet"),
    IN_TRANSITION(21, "the task is starting, stopping or being changed");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    /** As the JSON output has it, such as {@code timed-out}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.aws.AwsRefusedException;
import com.travelbuddy.reversesync.progress.Progress;

import java.time.Duration;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Repeats work that AWS did not do for now. Work looks at how things stand before it asks for a
 * change, so that a request whose answer was lost is not made twice.
 */
final class Retrying {

    /** With the pauses between them more than a minute, as long as a new role takes to arrive. */
    private static final int ATTEMPTS = 8;

    private static final int ATTEMPTS_AT_A_STATE = 3;

    private static final Set<String> LATER =
            Set.of(
                    "ThrottlingException",
                    "Throttling",
                    "RequestLimitExceeded",
                    "TooManyRequestsException",
                    "ServiceUnavailable",
                    "InternalFailure");

    private final Duration interval;
    private final Progress progress;

    Retrying(Duration interval, Progress progress) {
        this.interval = interval;
        this.progress = progress;
    }

    void run(Runnable work) {
        get(
                () -> {
                    work.run();
                    return true;
                });
    }

    /**
     * @throws AwsRefusedException when AWS means it, or still does not do it
     */
    <T> T get(Supplier<T> work) {
        Interval pauses = new Interval(interval);
        for (int attempt = 1; ; attempt++) {
            try {
                return work.get();
            } catch (AwsRefusedException e) {
                if (attempt >= attempts(e)) {
                    throw e;
                }
                progress.line("Trying again: " + e.getMessage());
                pauses.pause();
            }
        }
    }

    private static int attempts(AwsRefusedException refusal) {
        if (refusal.isUnanswered() || isLater(refusal.code()) || isRoleRace(refusal)) {
            return ATTEMPTS;
        }
        // Another run, or the first of two sendings of a request, has been quicker.
        return switch (refusal.code()) {
            case "ResourceAlreadyExistsFault",
                    "InvalidResourceStateFault",
                    "ResourceNotFoundFault" ->
                    ATTEMPTS_AT_A_STATE;
            default -> 1;
        };
    }

    /** A role that was created just now is not known everywhere. */
    private static boolean isRoleRace(AwsRefusedException refusal) {
        return refusal.code().startsWith("AccessDenied")
                && refusal.getMessage().contains("dms-vpc-role");
    }

    private static boolean isLater(String code) {
        return LATER.contains(code) || code.startsWith("HTTP 5");
    }
}

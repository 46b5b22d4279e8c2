package com.travelbuddy.local.stack;

import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The process that started this one. */
final class ParentProcess {

    private static final long POLL_MILLIS = 200;

    private ParentProcess() {}

    /**
     * Runs the action once the parent has ended. The system then gives this process another parent,
     * at once, whereas the old one stays visible until somebody has asked for its exit code.
     */
    static void whenEnded(Runnable action) {
        Optional<Long> parent = current();
        var watch =
                Executors.newSingleThreadScheduledExecutor(
                        task -> Thread.ofPlatform().name("parent").daemon().unstarted(task));
        watch.scheduleWithFixedDelay(
                () -> {
                    if (!current().equals(parent)) {
                        watch.shutdown();
                        action.run();
                    }
                },
                POLL_MILLIS,
                POLL_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static Optional<Long> current() {
        return ProcessHandle.current().parent().map(ProcessHandle::pid);
    }
}

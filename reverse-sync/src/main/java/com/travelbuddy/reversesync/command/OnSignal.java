package com.travelbuddy.reversesync.command;

import java.util.function.IntSupplier;

/** What happens when the process is told to end by SIGINT or SIGTERM, while this is open. */
final class OnSignal implements AutoCloseable {

    private final Thread hook;

    /**
     * @param end ends the work and tells the exit code
     */
    OnSignal(IntSupplier end) {
        // Without halt, the exit code would be that of the signal.
        hook = new Thread(() -> Runtime.getRuntime().halt(end.getAsInt()), "on-signal");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The process is ending already, by this very hook.
        }
    }
}

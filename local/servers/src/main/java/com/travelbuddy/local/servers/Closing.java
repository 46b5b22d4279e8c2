package com.travelbuddy.local.servers;

/** Closing what a failed start has opened. */
final class Closing {

    private Closing() {}

    /** The failure, with what went wrong while closing as suppressed. */
    static RuntimeException after(RuntimeException failure, DataFolder folder) {
        try {
            folder.close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}

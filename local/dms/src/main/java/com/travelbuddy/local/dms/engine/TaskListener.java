package com.travelbuddy.local.dms.engine;

/** Is told what becomes of a run, by the run's own thread. */
public interface TaskListener {

    /** Both sides are reached and work begins. */
    void running();

    /**
     * An error that the run recovers from by itself.
     *
     * @param message empty: it has recovered
     */
    void recovering(String message);

    /** Something that a reader of the task's log should know. */
    void warned(String message);

    /** A table was suspended. */
    void suspended(String schema, String table, String reason);

    /** Statistics or checkpoint have changed: to be kept for when the run is not there. */
    void progressed();

    /**
     * The run is over; the last call.
     *
     * @param failure the last error's message; empty: there was none
     */
    void ended(StopReason reason, String failure);
}

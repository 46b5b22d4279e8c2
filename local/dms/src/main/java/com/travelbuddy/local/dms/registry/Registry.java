package com.travelbuddy.local.dms.registry;

import com.travelbuddy.local.dms.engine.Assumptions;

import java.time.Clock;
import java.time.Duration;

/** All resources of one server and what becomes of them. Safe for use by several threads. */
public final class Registry implements AutoCloseable {

    private final Store store;
    private final Arns arns;
    private final Clock clock;
    private final Transitions transitions;
    private final Databases databases;
    private final Runs runs;
    private final Instances instances;
    private final Connections connections;
    private final Tasks tasks;

    /**
     * Goes on with what the store's last process has left.
     *
     * @param store closed with the registry
     * @param dwell how long transitory states last at least
     */
    public Registry(
            Store store,
            Arns arns,
            Secrets secrets,
            Assumptions assumptions,
            Duration dwell,
            Clock clock) {
        this.store = store;
        this.arns = arns;
        this.clock = clock;
        this.transitions = new Transitions(store, dwell);
        this.databases = new Databases(secrets);
        this.runs = new Runs(store, transitions, databases, assumptions, clock);
        this.instances = new Instances(transitions, clock);
        this.connections = new Connections(store, transitions, databases);
        this.tasks = new Tasks(transitions, runs, clock);
        store.run(
                transaction -> {
                    instances.resume(transaction);
                    connections.resume(transaction);
                    tasks.resume(transaction);
                });
    }

    public Store store() {
        return store;
    }

    public Arns arns() {
        return arns;
    }

    public Clock clock() {
        return clock;
    }

    public Databases databases() {
        return databases;
    }

    public Instances instances() {
        return instances;
    }

    public Connections connections() {
        return connections;
    }

    public Tasks tasks() {
        return tasks;
    }

    /** Ends runs without stopping their tasks: the next process goes on with them. */
    @Override
    public void close() {
        runs.close();
        transitions.close();
        store.close();
    }
}

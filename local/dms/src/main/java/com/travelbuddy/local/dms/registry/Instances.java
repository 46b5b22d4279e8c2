package com.travelbuddy.local.dms.registry;

import java.time.Clock;

/** What becomes of replication instances and their connections' states. */
public final class Instances {

    private final Transitions transitions;
    private final Clock clock;

    Instances(Transitions transitions, Clock clock) {
        this.transitions = transitions;
        this.clock = clock;
    }

    public void create(Transaction transaction, Instance instance) {
        transaction.put(instance);
        transaction.record(event(Event.Kind.INSTANCE_CREATING, instance));
        becomeAvailable(transaction, instance);
    }

    private void becomeAvailable(Transaction transaction, Instance instance) {
        transitions.later(
                transaction,
                later ->
                        later.find(Instance.class, instance.arn())
                                .filter(found -> found.state().equals(Instance.CREATING))
                                .ifPresent(
                                        found -> {
                                            later.put(found.in(Instance.AVAILABLE));
                                            later.record(event(Event.Kind.INSTANCE_CREATED, found));
                                        }));
    }

    public Instance delete(Transaction transaction, Instance instance) {
        Instance deleting = instance.in(Instance.DELETING);
        transaction.put(deleting);
        transaction.record(event(Event.Kind.INSTANCE_DELETING, deleting));
        disappear(transaction, deleting);
        return deleting;
    }

    private void disappear(Transaction transaction, Instance instance) {
        transitions.later(
                transaction,
                later -> {
                    later.all(Connection.class).stream()
                            .filter(connection -> connection.instance().equals(instance.arn()))
                            .forEach(later::remove);
                    later.find(Instance.class, instance.arn())
                            .ifPresent(
                                    found -> {
                                        later.remove(found);
                                        later.record(event(Event.Kind.INSTANCE_DELETED, found));
                                    });
                });
    }

    /** Gives an instance any state, as a test of a client may want it. */
    public void force(Transaction transaction, Instance instance, String state) {
        transaction.put(instance.in(state));
        if (state.equals("storage-full")) {
            transaction.record(event(Event.Kind.INSTANCE_STORAGE_FULL, instance));
        }
    }

    /** Goes on with what the last process has left. */
    void resume(Transaction transaction) {
        for (Instance instance : transaction.all(Instance.class)) {
            switch (instance.state()) {
                case Instance.CREATING -> becomeAvailable(transaction, instance);
                case Instance.DELETING -> disappear(transaction, instance);
                default -> {}
            }
        }
    }

    private Event event(Event.Kind kind, Instance instance) {
        return Event.of(kind, instance, clock.instant());
    }
}

package com.travelbuddy.local.dms.registry;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of connections and the endpoints that they lead to. */
public final class Connections {

    private final Store store;
    private final Transitions transitions;
    private final Databases databases;
    private volatile Map<String, String> forcedFailures = Map.of();

    Connections(Store store, Transitions transitions, Databases databases) {
        this.store = store;
        this.transitions = transitions;
        this.databases = databases;
    }

    /** Tests a connection, which is new or known. */
    public Connection test(Transaction transaction, Instance instance, Endpoint endpoint) {
        Connection connection = Connection.between(instance, endpoint);
        transaction.put(connection);
        test(transaction, connection);
        return connection;
    }

    private void test(Transaction transaction, Connection connection) {
        transitions.beside(
                transaction,
                "test of " + connection.endpointId(),
                () -> {
                    String failure = failure(connection);
                    store.run(later -> tested(later, connection, failure));
                });
    }

    private String failure(Connection connection) {
        String forced = forcedFailures.get(connection.endpointId());
        if (forced != null) {
            return forced;
        }
        Optional<Endpoint> endpoint =
                store.change(then -> then.find(Endpoint.class, connection.endpoint()));
        try {
            return endpoint.map(databases::failure).orElse("The endpoint is gone");
        } catch (RuntimeException e) {
            return "The test failed: " + e;
        }
    }

    private void tested(Transaction transaction, Connection connection, String failure) {
        transaction
                .find(Connection.class, connection.key())
                .filter(found -> found.state().equals(Connection.TESTING))
                .ifPresent(
                        found ->
                                transaction.put(
                                        found.in(
                                                failure.isEmpty()
                                                        ? Connection.SUCCESSFUL
                                                        : Connection.FAILED,
                                                failure)));
        Tasks.endTests(transaction);
    }

    /**
     * Lets tests of some endpoints' connections fail, and of no others, as a test of a client may
     * want it.
     *
     * @param messages by the endpoints' identifiers
     */
    public void failTests(Map<String, String> messages) {
        forcedFailures = Map.copyOf(messages);
    }

    public Connection delete(Transaction transaction, Connection connection) {
        Connection deleting = connection.in(Connection.DELETING, "");
        transaction.put(deleting);
        disappear(transaction, deleting);
        return deleting;
    }

    private void disappear(Transaction transaction, Connection connection) {
        transitions.later(
                transaction,
                later ->
                        later.find(Connection.class, connection.key())
                                .filter(found -> found.state().equals(Connection.DELETING))
                                .ifPresent(later::remove));
    }

    public Endpoint delete(Transaction transaction, Endpoint endpoint) {
        Endpoint deleting = endpoint.in(Endpoint.DELETING);
        transaction.put(deleting);
        disappear(transaction, deleting);
        return deleting;
    }

    private void disappear(Transaction transaction, Endpoint endpoint) {
        transitions.later(
                transaction,
                later -> {
                    of(later, endpoint).forEach(later::remove);
                    later.find(Endpoint.class, endpoint.arn()).ifPresent(later::remove);
                });
    }

    static List<Connection> of(Transaction transaction, Endpoint endpoint) {
        return transaction.all(Connection.class).stream()
                .filter(connection -> connection.endpoint().equals(endpoint.arn()))
                .toList();
    }

    /**
     * Keeps a modified endpoint and tests it from all instances that are to reach it; its tasks are
     * in state testing meanwhile.
     */
    public void modify(Transaction transaction, Endpoint endpoint) {
        transaction.put(endpoint);
        for (Task task : transaction.all(Task.class)) {
            if (task.uses(endpoint) && task.status().rests()) {
                transaction.put(task.in(Task.Status.TESTING));
            }
        }
        for (Instance instance : transaction.all(Instance.class)) {
            String key = Connection.key(instance.arn(), endpoint.arn());
            boolean used =
                    transaction.all(Task.class).stream()
                            .anyMatch(
                                    task ->
                                            task.uses(endpoint)
                                                    && task.specification()
                                                            .instance()
                                                            .equals(instance.arn()));
            if (used || transaction.find(Connection.class, key).isPresent()) {
                test(transaction, instance, endpoint);
            }
        }
    }

    /** Goes on with what the last process has left. */
    void resume(Transaction transaction) {
        for (Connection connection : transaction.all(Connection.class)) {
            switch (connection.state()) {
                case Connection.TESTING -> test(transaction, connection);
                case Connection.DELETING -> disappear(transaction, connection);
                default -> {}
            }
        }
        for (Endpoint endpoint : transaction.all(Endpoint.class)) {
            if (endpoint.state().equals(Endpoint.DELETING)) {
                disappear(transaction, endpoint);
            }
        }
    }
}

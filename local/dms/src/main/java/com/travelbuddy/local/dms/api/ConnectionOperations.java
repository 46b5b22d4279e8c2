package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Connection;
import com.travelbuddy.local.dms.registry.Endpoint;
import com.travelbuddy.local.dms.registry.Instance;
import com.travelbuddy.local.dms.registry.Registry;
import com.travelbuddy.local.dms.registry.Task;
import com.travelbuddy.local.dms.registry.Transaction;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Connections of instances and endpoints, and their tests. */
final class ConnectionOperations {

    private static final Listing<Connection> LISTING =
            new Listing<>(
                    "DescribeConnections",
                    "Connections",
                    Connection::key,
                    Map.of(
                            "endpoint-arn", connection -> List.of(connection.endpoint()),
                            "replication-instance-arn",
                                    connection -> List.of(connection.instance())));

    private final Registry registry;

    ConnectionOperations(Registry registry) {
        this.registry = registry;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "TestConnection", this::test,
                "DescribeConnections", this::describe,
                "DeleteConnection", this::delete);
    }

    private ObjectNode test(Transaction transaction, Request request) {
        request.requiredText("EndpointArn");
        Instance instance = InstanceOperations.available(transaction, request);
        Endpoint endpoint = EndpointOperations.find(transaction, request);
        if (endpoint.state().equals(Endpoint.DELETING)) {
            throw ApiException.state(
                    "Endpoint %s is in state %s.".formatted(endpoint.id(), endpoint.state()));
        }
        Optional<Connection> known =
                transaction.find(Connection.class, Connection.key(instance.arn(), endpoint.arn()));
        if (known.isPresent() && known.get().state().equals(Connection.TESTING)) {
            throw ApiException.state(
                    "The connection of %s and %s is already being tested."
                            .formatted(instance.id(), endpoint.id()));
        }
        return answer(registry.connections().test(transaction, instance, endpoint));
    }

    private ObjectNode describe(Transaction transaction, Request request) {
        return LISTING.resources(
                request, transaction.all(Connection.class), ConnectionOperations::description);
    }

    private ObjectNode delete(Transaction transaction, Request request) {
        String endpoint = request.requiredText("EndpointArn");
        String instance = request.requiredText("ReplicationInstanceArn");
        Connection connection =
                transaction
                        .find(Connection.class, Connection.key(instance, endpoint))
                        .orElseThrow(
                                () ->
                                        ApiException.notFound(
                                                "Connection not found: %s and %s"
                                                        .formatted(
                                                                Texts.quoted(instance),
                                                                Texts.quoted(endpoint))));
        if (connection.state().equals(Connection.DELETING)) {
            throw ApiException.state("The connection is already being deleted.");
        }
        if (transaction.all(Task.class).stream().anyMatch(task -> uses(task, connection))) {
            throw ApiException.state(
                    "The connection of %s and %s is in use by a replication task."
                            .formatted(connection.instanceId(), connection.endpointId()));
        }
        return answer(registry.connections().delete(transaction, connection));
    }

    private static boolean uses(Task task, Connection connection) {
        Task.Specification specification = task.specification();
        return specification.instance().equals(connection.instance())
                && (specification.source().equals(connection.endpoint())
                        || specification.target().equals(connection.endpoint()));
    }

    private static ObjectNode answer(Connection connection) {
        return Json.object().set("Connection", description(connection));
    }

    private static ObjectNode description(Connection connection) {
        ObjectNode description =
                Json.object()
                        .put("ReplicationInstanceArn", connection.instance())
                        .put("EndpointArn", connection.endpoint())
                        .put("Status", connection.state())
                        .put("EndpointIdentifier", connection.endpointId())
                        .put("ReplicationInstanceIdentifier", connection.instanceId());
        if (!connection.failure().isEmpty()) {
            description.put("LastFailureMessage", connection.failure());
        }
        return description;
    }
}

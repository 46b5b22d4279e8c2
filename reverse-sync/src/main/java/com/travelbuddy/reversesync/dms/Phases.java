package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.dms.FailedResourceException.Kind;
import com.travelbuddy.reversesync.dms.Waiter.Phase;

import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * How states of DMS are to be taken (the API reference's statuses, and what they turned out to be).
 */
final class Phases {

    private static final Set<String> BROKEN_INSTANCE =
            Set.of(
                    "failed",
                    "storage-full",
                    "incompatible-credentials",
                    "incompatible-network",
                    "inaccessible-encryption-credentials",
                    "deleted",
                    "deleting");

    private Phases() {}

    static Phase gone(Optional<String> status) {
        return status.<Phase>map(Phase.Moving::new).orElseGet(Phase.There::new);
    }

    static Phase available(Optional<ReplicationInstance> instance) {
        // What was created a moment ago may not be listed yet.
        String status =
                instance.map(ReplicationInstance::replicationInstanceStatus).orElse("not listed");
        if (status.equals("available")) {
            return new Phase.There();
        }
        return BROKEN_INSTANCE.contains(status)
                ? never(
                        Kind.RESOURCE,
                        "The replication instance %s is %s"
                                .formatted(
                                        instance.orElseThrow().replicationInstanceIdentifier(),
                                        status))
                : new Phase.Moving(status);
    }

    static Phase active(Optional<Endpoint> endpoint) {
        String status =
                endpoint.map(found -> Optional.ofNullable(found.status()).orElse("active"))
                        .orElse("not listed")
                        .toLowerCase(Locale.ROOT);
        return switch (status) {
            case "active" -> new Phase.There();
            case "failed", "deleting" ->
                    never(
                            Kind.RESOURCE,
                            "The endpoint %s is %s"
                                    .formatted(
                                            endpoint.orElseThrow().endpointIdentifier(), status));
            default -> new Phase.Moving(status);
        };
    }

    static Phase successful(Optional<Connection> connection) {
        String status = connection.map(Connection::status).orElse("not listed");
        return switch (status) {
            case Connections.SUCCESSFUL -> new Phase.There();
            case "failed" ->
                    never(
                            Kind.RESOURCE,
                            "DMS cannot connect to the endpoint %s: %s"
                                    .formatted(
                                            connection.orElseThrow().endpointIdentifier(),
                                            connection.orElseThrow().lastFailureMessage()));
            default -> new Phase.Moving(status);
        };
    }

    /** Absent, running or at rest. */
    static Phase settled(Optional<ReplicationTask> task) {
        if (task.isEmpty() || TaskState.isRunning(task.get()) || TaskState.isAtRest(task.get())) {
            return new Phase.There();
        }
        return new Phase.Moving(task.get().status());
    }

    static Phase atRest(Optional<ReplicationTask> task) {
        if (task.isEmpty()) {
            return new Phase.Moving("not listed");
        }
        return TaskState.isAtRest(task.get())
                ? new Phase.There()
                : new Phase.Moving(task.get().status());
    }

    static Phase never(Kind kind, String why) {
        return new Phase.Never(new FailedResourceException(kind, why));
    }
}

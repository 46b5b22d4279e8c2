package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.aws.AwsRefusedException;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.settings.DmsSettings;

import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Has DMS itself connect to both databases, from where the task will. */
record ConnectionTests(DmsApi dms, DmsSettings settings, Notes notes) {

    private static final String TESTING = "testing";
    private static final String RIGHT = "allow dms:TestConnection and dms:DescribeConnections";

    /** Tests them at the same time. */
    void check(String instanceArn, List<Endpoint> endpoints) {
        List<Endpoint> started =
                endpoints.stream().filter(endpoint -> start(instanceArn, endpoint)).toList();
        long deadline = System.nanoTime() + settings.timeout().toNanos();
        for (Endpoint endpoint : started) {
            notes.check(name(endpoint), RIGHT, () -> await(instanceArn, endpoint, deadline));
        }
    }

    private static String name(Endpoint endpoint) {
        return "The connection to endpoint " + endpoint.endpointIdentifier();
    }

    private boolean start(String instanceArn, Endpoint endpoint) {
        try {
            dms.call(
                    "dms:TestConnection",
                    client ->
                            client.testConnection(
                                    request ->
                                            request.replicationInstanceArn(instanceArn)
                                                    .endpointArn(endpoint.endpointArn())));
            return true;
        } catch (AwsRefusedException e) {
            // A test that is under way already will do as well.
            if (e.code().startsWith("InvalidResourceState")
                    && status(instanceArn, endpoint).filter(TESTING::equals).isPresent()) {
                return true;
            }
            notes.check(
                    name(endpoint),
                    RIGHT,
                    () -> {
                        throw e;
                    });
            return false;
        }
    }

    private Optional<String> status(String instanceArn, Endpoint endpoint) {
        return dms.connection(instanceArn, endpoint.endpointArn()).map(Connection::status);
    }

    private void await(String instanceArn, Endpoint endpoint, long deadline) {
        while (true) {
            Optional<Connection> connection = dms.connection(instanceArn, endpoint.endpointArn());
            String status = connection.map(Connection::status).orElse("none");
            if (status.equals("successful")) {
                return;
            }
            if (!status.equals(TESTING)) {
                failed(endpoint, connection.map(Connection::lastFailureMessage).orElse(status));
                return;
            }
            if (System.nanoTime() - deadline > 0) {
                failed(endpoint, "no result within " + settings.timeout());
                return;
            }
            pause(settings.pollInterval());
        }
    }

    private void failed(Endpoint endpoint, String message) {
        notes.error(
                "connection",
                "DMS cannot connect to a database",
                "endpoint %s: %s".formatted(endpoint.endpointIdentifier(), message),
                "check the endpoint's host, port, user, password and TLS, the security groups on"
                        + " both sides, and routes from the subnet group");
    }

    private static void pause(Duration interval) {
        try {
            Thread.sleep(interval);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a connection is tested", e);
        }
    }
}

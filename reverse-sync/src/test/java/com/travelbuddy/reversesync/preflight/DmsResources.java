package com.travelbuddy.reversesync.preflight;

import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What apply would make at DMS Local, and tasks beside it; gone at the end. */
final class DmsResources implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final DatabaseMigrationClient client =
            DatabaseMigrationClient.builder()
                    .endpointOverride(LocalCloud.dms().uri())
                    .region(Region.US_EAST_1)
                    .build();
    private final DmsApi api = new DmsApi(client);
    private final Flights flights;
    private final String instance;
    private final Deque<Runnable> undo = new ArrayDeque<>();

    DmsResources(Flights flights) {
        this.flights = flights;
        client.createReplicationSubnetGroup(
                request ->
                        request.replicationSubnetGroupIdentifier(flights.task())
                                .replicationSubnetGroupDescription("of a test")
                                .subnetIds("subnet-a", "subnet-b"));
        undo.push(
                () ->
                        client.deleteReplicationSubnetGroup(
                                request ->
                                        request.replicationSubnetGroupIdentifier(flights.task())));
        instance =
                client.createReplicationInstance(
                                request ->
                                        request.replicationInstanceIdentifier(flights.task())
                                                .replicationInstanceClass("dms.t3.medium")
                                                .replicationSubnetGroupIdentifier(flights.task()))
                        .replicationInstance()
                        .replicationInstanceArn();
        await().atMost(BOUND)
                .until(
                        () ->
                                api.instance(flights.task())
                                        .orElseThrow()
                                        .replicationInstanceStatus()
                                        .equals("available"));
        undo.push(
                () -> {
                    client.deleteReplicationInstance(
                            request -> request.replicationInstanceArn(instance));
                    await().atMost(BOUND).until(() -> api.instance(flights.task()).isEmpty());
                });
    }

    /** An endpoint at the test's PostgreSQL. */
    String postgres(String id, ReplicationEndpointTypeValue type) {
        return endpoint(id, type, "postgres", LocalCloud.postgres().port());
    }

    /** An endpoint at the test's MariaDB. */
    String mariaDb(String id) {
        return endpoint(
                id, ReplicationEndpointTypeValue.TARGET, "mysql", LocalCloud.mariaDb().port());
    }

    String endpoint(String id, ReplicationEndpointTypeValue type, String engine, int port) {
        boolean postgres = engine.equals("postgres");
        String arn =
                client.createEndpoint(
                                request -> {
                                    request.endpointIdentifier(id)
                                            .endpointType(type)
                                            .engineName(engine)
                                            .serverName("127.0.0.1")
                                            .port(port)
                                            .username(
                                                    postgres
                                                            ? LocalPostgres.USERNAME
                                                            : LocalMariaDb.USERNAME)
                                            .password(
                                                    postgres
                                                            ? LocalPostgres.PASSWORD
                                                            : LocalMariaDb.PASSWORD);
                                    if (postgres) {
                                        request.databaseName(flights.name());
                                    }
                                })
                        .endpoint()
                        .endpointArn();
        undo.push(
                () -> {
                    client.deleteEndpoint(request -> request.endpointArn(arn));
                    await().atMost(BOUND).until(() -> api.endpoint(id).isEmpty());
                });
        return arn;
    }

    void task(String id, String source, String target, String mapping) {
        String arn =
                client.createReplicationTask(
                                request ->
                                        request.replicationTaskIdentifier(id)
                                                .sourceEndpointArn(source)
                                                .targetEndpointArn(target)
                                                .replicationInstanceArn(instance)
                                                .migrationType(MigrationTypeValue.FULL_LOAD_AND_CDC)
                                                .tableMappings(mapping))
                        .replicationTask()
                        .replicationTaskArn();
        await().atMost(BOUND)
                .until(() -> api.taskStatus(id).orElseThrow().status().equals("ready"));
        undo.push(
                () -> {
                    client.deleteReplicationTask(request -> request.replicationTaskArn(arn));
                    await().atMost(BOUND).until(() -> api.taskStatus(id).isEmpty());
                });
    }

    @Override
    public void close() {
        undo.forEach(Runnable::run);
        client.close();
    }
}

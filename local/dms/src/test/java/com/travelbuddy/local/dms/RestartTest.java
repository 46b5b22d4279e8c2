package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** What was under way when DMS Local was killed is brought to its end by the next one. */
final class RestartTest {

    /** Long enough to be killed in the middle of everything at once. */
    @RegisterExtension static final DmsProcess DMS = new DmsProcess("--dwell", "1500");

    private DatabaseMigrationClient dms;

    @BeforeEach
    void start() {
        DMS.start();
        dms = DMS.client();
    }

    @Test
    void transitoryStatesGiveWayToTheirNext() {
        String instance = instance("kept");
        String unused = instance("unused");
        awaitStates(this::instances, Map.of("kept", "available", "unused", "available"));
        String source = endpoint("source", ReplicationEndpointTypeValue.SOURCE, "postgres");
        String target = endpoint("target", ReplicationEndpointTypeValue.TARGET, "mysql");
        String spare = endpoint("spare", ReplicationEndpointTypeValue.TARGET, "mysql");
        String modified = task("modified", instance, source, target);
        String deleted = task("deleted", instance, source, target);
        awaitStates(this::tasks, Map.of("modified", "ready", "deleted", "ready"));

        instance("new");
        dms.deleteReplicationInstance(request -> request.replicationInstanceArn(unused));
        dms.deleteEndpoint(request -> request.endpointArn(spare));
        task("new", instance, source, target);
        dms.modifyReplicationTask(request -> request.replicationTaskArn(modified).taskData("a"));
        dms.deleteReplicationTask(request -> request.replicationTaskArn(deleted));
        dms.testConnection(request -> request.replicationInstanceArn(instance).endpointArn(target));
        DMS.kill();
        DMS.start();

        // All of this has to wait anew.
        assertThat(instances())
                .containsEntry("new", "creating")
                .containsEntry("unused", "deleting");
        awaitStates(this::instances, Map.of("kept", "available", "new", "available"));
        awaitStates(this::endpoints, Map.of("source", "active", "target", "active"));
        awaitStates(this::tasks, Map.of("modified", "ready", "new", "ready"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(dms.describeConnections().connections())
                                        .singleElement()
                                        .satisfies(
                                                connection ->
                                                        assertThat(connection.status())
                                                                .isEqualTo("failed")));
    }

    private interface States {
        Map<String, String> get();
    }

    private static void awaitStates(States states, Map<String, String> expected) {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () ->
                                assertThat(states.get())
                                        .containsExactlyInAnyOrderEntriesOf(expected));
    }

    private Map<String, String> instances() {
        return dms.describeReplicationInstances().replicationInstances().stream()
                .collect(
                        Collectors.toMap(
                                instance -> instance.replicationInstanceIdentifier(),
                                instance -> instance.replicationInstanceStatus()));
    }

    private Map<String, String> endpoints() {
        return dms.describeEndpoints().endpoints().stream()
                .collect(
                        Collectors.toMap(
                                endpoint -> endpoint.endpointIdentifier(),
                                endpoint -> endpoint.status()));
    }

    private Map<String, String> tasks() {
        return dms.describeReplicationTasks().replicationTasks().stream()
                .collect(
                        Collectors.toMap(
                                task -> task.replicationTaskIdentifier(), task -> task.status()));
    }

    private String instance(String id) {
        return dms.createReplicationInstance(
                        request ->
                                request.replicationInstanceIdentifier(id)
                                        .replicationInstanceClass("dms.t3.small"))
                .replicationInstance()
                .replicationInstanceArn();
    }

    private String endpoint(String id, ReplicationEndpointTypeValue type, String engine) {
        return dms.createEndpoint(
                        request ->
                                request.endpointIdentifier(id)
                                        .endpointType(type)
                                        .engineName(engine)
                                        .serverName("127.0.0.1")
                                        .port(1)
                                        .username("someone")
                                        .databaseName("travelbuddy"))
                .endpoint()
                .endpointArn();
    }

    private String task(String id, String instance, String source, String target) {
        return dms.createReplicationTask(
                        request ->
                                request.replicationTaskIdentifier(id)
                                        .replicationInstanceArn(instance)
                                        .sourceEndpointArn(source)
                                        .targetEndpointArn(target)
                                        .migrationType("cdc")
                                        .tableMappings(
                                                """
                                                {"rules":[{"rule-type":"selection","rule-id":"1",
                                                  "rule-name":"1","rule-action":"include",
                                                  "object-locator":{"schema-name":"travelbuddy",
                                                                    "table-name":"leg"}}]}
                                                """))
                .replicationTask()
                .replicationTaskArn();
    }

    @Test
    void aTaskStartsStopsAndDisappearsAllTheSame() throws SQLException {
        try (Flights flights = new Flights()) {
            Task task = Task.create(DMS, flights, Task.Plan.of(flights));
            task.start(StartReplicationTaskTypeValue.START_REPLICATION);
            assertThat(killed(task)).isEqualTo("starting");
            task.awaitStatus("running");
            task.awaitLoaded();

            try (Connection locking = flights.target();
                    Statement lock = locking.createStatement()) {
                lock.execute("LOCK TABLES leg WRITE");
                flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1)");
                Waiting.awaitOnTable(flights, "leg");
                dms.stopReplicationTask(request -> request.replicationTaskArn(task.arn()));
                assertThat(killed(task)).isEqualTo("stopping");
            }
            ReplicationTask stopped = task.awaitStatus("stopped");
            assertThat(stopped.stopReason()).isEqualTo("Stop Reason NORMAL");
            task.resume();
            task.awaitApplied();
            assertThat(new Comparison(flights).differences()).isEmpty();

            task.stop();
            dms.deleteReplicationTask(request -> request.replicationTaskArn(task.arn()));
            assertThat(killed(task)).isEqualTo("deleting");
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () ->
                                    dms.describeReplicationTasks().replicationTasks().stream()
                                            .noneMatch(
                                                    each ->
                                                            each.replicationTaskArn()
                                                                    .equals(task.arn())));
        }
    }

    /** The status that it was killed in. */
    private String killed(Task task) {
        String status = task.description().status();
        DMS.kill();
        DMS.start();
        return status;
    }
}

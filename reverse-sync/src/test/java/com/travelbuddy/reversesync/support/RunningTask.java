package com.travelbuddy.reversesync.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.reversesync.aws.AwsClients;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.mapping.Derivation;
import com.travelbuddy.reversesync.mapping.TableMappings;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A test's task at DMS Local, made and started by plain calls of its API. */
public final class RunningTask implements AutoCloseable {

    /** What the project gives its tasks, with reports of the state. */
    public static final String SETTINGS =
            """
            {"TargetMetadata": {"TaskRecoveryTableEnabled": true},
             "FullLoadSettings": {"TargetTablePrepMode": "DO_NOTHING"},
             "ControlTablesSettings": {"ControlSchema": "%s",
               "StatusTableEnabled": true, "SuspendedTablesTableEnabled": true},
             "ErrorBehavior": {
               "DataErrorPolicy": "SUSPEND_TABLE", "DataTruncationErrorPolicy": "SUSPEND_TABLE",
               "ApplyErrorInsertPolicy": "INSERT_RECORD",
               "ApplyErrorUpdatePolicy": "UPDATE_RECORD",
               "RecoverableErrorInterval": 1, "RecoverableErrorThrottling": false}}
            """;

    private static final Duration BOUND = Duration.ofSeconds(60);

    private final Settings settings;
    private final AwsClients aws;
    private final DatabaseMigrationClient client;
    private final String arn;

    /** Makes all that a task needs, and starts it. */
    public RunningTask(Flights flights) {
        this(flights, MigrationTypeValue.CDC, SETTINGS);
    }

    /**
     * @param document the task's settings, with {@code %s} for the control schema
     */
    public RunningTask(Flights flights, MigrationTypeValue type, String document) {
        settings = Settings.load(flights.config(), Map.of());
        aws = new AwsClients(settings.dms());
        client = aws.databaseMigration();
        String id = settings.dms().task();
        client.createReplicationSubnetGroup(
                request ->
                        request.replicationSubnetGroupIdentifier(id)
                                .replicationSubnetGroupDescription(id)
                                .subnetIds("subnet-a", "subnet-b"));
        String instance =
                client.createReplicationInstance(
                                request ->
                                        request.replicationInstanceIdentifier(id)
                                                .replicationInstanceClass("dms.t3.medium")
                                                .replicationSubnetGroupIdentifier(id)
                                                .resourceIdentifier(id))
                        .replicationInstance()
                        .replicationInstanceArn();
        await().atMost(BOUND)
                .until(
                        () ->
                                client.describeReplicationInstances(
                                                request ->
                                                        request.filters(
                                                                filter(
                                                                        "replication-instance-id",
                                                                        id)))
                                        .replicationInstances()
                                        .getFirst()
                                        .replicationInstanceStatus()
                                        .equals("available"));
        String source = source(flights);
        String target = target();
        test(instance, source);
        test(instance, target);
        arn =
                client.createReplicationTask(
                                request ->
                                        request.replicationTaskIdentifier(id)
                                                .resourceIdentifier(id)
                                                .replicationInstanceArn(instance)
                                                .sourceEndpointArn(source)
                                                .targetEndpointArn(target)
                                                .migrationType(type)
                                                .tableMappings(mapping())
                                                .replicationTaskSettings(
                                                        document.formatted(
                                                                flights.controlSchema())))
                        .replicationTask()
                        .replicationTaskArn();
        awaitStatus("ready");
        start(StartReplicationTaskTypeValue.START_REPLICATION);
        await().atMost(BOUND)
                .until(
                        () ->
                                !client.describeTableStatistics(
                                                request -> request.replicationTaskArn(arn))
                                        .tableStatistics()
                                        .isEmpty());
    }

    public void start(StartReplicationTaskTypeValue type) {
        client.startReplicationTask(
                request -> request.replicationTaskArn(arn).startReplicationTaskType(type));
        // A short full load may have ended before anybody looks.
        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isIn("running", "stopped"));
    }

    public void stop() {
        client.stopReplicationTask(request -> request.replicationTaskArn(arn));
        awaitStatus("stopped");
    }

    public void awaitStatus(String status) {
        await().atMost(BOUND).untilAsserted(() -> assertThat(status()).isEqualTo(status));
    }

    private String status() {
        return client.describeReplicationTasks(
                        request ->
                                request.filters(filter("replication-task-arn", arn))
                                        .withoutSettings(true))
                .replicationTasks()
                .getFirst()
                .status();
    }

    /** Stops the task, so that its databases can be dropped. */
    @Override
    public void close() {
        try {
            await().atMost(BOUND)
                    .ignoreExceptions()
                    .until(
                            () -> {
                                String status = status();
                                if (status.equals("running")) {
                                    client.stopReplicationTask(
                                            request -> request.replicationTaskArn(arn));
                                }
                                return !status.equals("running")
                                        && !status.equals("stopping")
                                        && !status.equals("starting");
                            });
        } finally {
            client.close();
            aws.close();
        }
    }

    private String source(Flights flights) {
        return client.createEndpoint(
                        request ->
                                request.endpointIdentifier(settings.dms().sourceEndpoint().id())
                                        .resourceIdentifier(settings.dms().sourceEndpoint().id())
                                        .endpointType(ReplicationEndpointTypeValue.SOURCE)
                                        .engineName("postgres")
                                        .serverName("127.0.0.1")
                                        .port(settings.source().port().orElseThrow())
                                        .username(LocalPostgres.USERNAME)
                                        .password(LocalPostgres.PASSWORD)
                                        .databaseName(flights.name()))
                .endpoint()
                .endpointArn();
    }

    private String target() {
        return client.createEndpoint(
                        request ->
                                request.endpointIdentifier(settings.dms().targetEndpoint().id())
                                        .resourceIdentifier(settings.dms().targetEndpoint().id())
                                        .endpointType(ReplicationEndpointTypeValue.TARGET)
                                        .engineName("mysql")
                                        .serverName("127.0.0.1")
                                        .port(settings.target().port().orElseThrow())
                                        .username(LocalMariaDb.USERNAME))
                .endpoint()
                .endpointArn();
    }

    private void test(String instance, String endpoint) {
        client.testConnection(
                request -> request.replicationInstanceArn(instance).endpointArn(endpoint));
        await().atMost(BOUND)
                .until(
                        () ->
                                client.describeConnections(
                                                request ->
                                                        request.filters(
                                                                filter("endpoint-arn", endpoint)))
                                        .connections()
                                        .getFirst()
                                        .status()
                                        .equals("successful"));
    }

    private String mapping() {
        try (Connection from = new Source(settings.source(), aws).connect();
                Connection to = new Target(settings.target(), aws).connect()) {
            return TableMappings.document(
                            Derivation.of(settings.tables(), from, to).orThrow(),
                            settings.formula())
                    .toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}

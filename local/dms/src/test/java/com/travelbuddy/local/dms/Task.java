package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalPostgres;

import org.awaitility.core.ConditionFactory;

import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;
import software.amazon.awssdk.services.databasemigration.model.TableToReload;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A task of DMS Local and all that it needs, by the API alone. */
final class Task implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(120);
    private static final AtomicInteger TASKS = new AtomicInteger();

    /**
     * What to make.
     *
     * @param type of the migration, as the API has it
     * @param sourcePort where the source is reached, perhaps over a link
     */
    record Plan(String type, String mapping, String settings, int sourcePort, int targetPort) {

        /** All tables, loaded and kept up to date. */
        static Plan of(Flights flights) {
            return new Plan(
                    "full-load-and-cdc",
                    Rules.ofAll(flights).json(),
                    TaskSettingsDocument.of(flights).json(),
                    flights.postgres().port(),
                    flights.mariaDb().port());
        }

        Plan ofType(String newType) {
            return new Plan(newType, mapping, settings, sourcePort, targetPort);
        }

        Plan with(Rules rules) {
            return new Plan(type, rules.json(), settings, sourcePort, targetPort);
        }

        Plan with(TaskSettingsDocument newSettings) {
            return new Plan(type, mapping, newSettings.json(), sourcePort, targetPort);
        }

        Plan over(CuttableLink source, CuttableLink target) {
            return new Plan(type, mapping, settings, source.port(), target.port());
        }
    }

    private final Dms dms;
    private final Flights flights;
    private final String arn;

    private Task(Dms dms, Flights flights, String arn) {
        this.dms = dms;
        this.flights = flights;
        this.arn = arn;
    }

    /** Makes one, with both its connections tested, ready to be started. */
    static Task create(Dms dms, Flights flights, Plan plan) {
        DatabaseMigrationClient client = dms.client();
        String id = "t" + TASKS.incrementAndGet() + "-" + flights.name();
        client.createReplicationSubnetGroup(
                request ->
                        request.replicationSubnetGroupIdentifier(id)
                                .replicationSubnetGroupDescription("of a test")
                                .subnetIds("subnet-0a", "subnet-0b"));
        String instance =
                client.createReplicationInstance(
                                request ->
                                        request.replicationInstanceIdentifier(id)
                                                .replicationInstanceClass("dms.t3.small")
                                                .replicationSubnetGroupIdentifier(id)
                                                .publiclyAccessible(false))
                        .replicationInstance()
                        .replicationInstanceArn();
        awaiting()
                .until(
                        () ->
                                client.describeReplicationInstances(
                                                request ->
                                                        request.filters(
                                                                filter(
                                                                        "replication-instance-arn",
                                                                        instance)))
                                        .replicationInstances()
                                        .getFirst()
                                        .replicationInstanceStatus()
                                        .equals("available"));
        String source =
                client.createEndpoint(
                                request ->
                                        request.endpointIdentifier(id + "-source")
                                                .endpointType(ReplicationEndpointTypeValue.SOURCE)
                                                .engineName("postgres")
                                                .serverName("127.0.0.1")
                                                .port(plan.sourcePort())
                                                .databaseName(flights.name())
                                                .username(LocalPostgres.USERNAME)
                                                .password(LocalPostgres.PASSWORD)
                                                .postgreSQLSettings(s -> s.captureDdls(false)))
                        .endpoint()
                        .endpointArn();
        String target =
                client.createEndpoint(
                                request ->
                                        request.endpointIdentifier(id + "-target")
                                                .endpointType(ReplicationEndpointTypeValue.TARGET)
                                                .engineName("mysql")
                                                .serverName("127.0.0.1")
                                                .port(plan.targetPort())
                                                .username(Servers.TARGET_USERNAME)
                                                .password(Servers.TARGET_PASSWORD))
                        .endpoint()
                        .endpointArn();
        for (String endpoint : List.of(source, target)) {
            testConnection(client, instance, endpoint);
        }
        String arn =
                client.createReplicationTask(
                                request ->
                                        request.replicationTaskIdentifier(id)
                                                .replicationInstanceArn(instance)
                                                .sourceEndpointArn(source)
                                                .targetEndpointArn(target)
                                                .migrationType(plan.type())
                                                .tableMappings(plan.mapping())
                                                .replicationTaskSettings(plan.settings()))
                        .replicationTask()
                        .replicationTaskArn();
        Task task = new Task(dms, flights, arn);
        task.awaitStatus("ready");
        return task;
    }

    private static void testConnection(
            DatabaseMigrationClient client, String instance, String endpoint) {
        client.testConnection(
                request -> request.replicationInstanceArn(instance).endpointArn(endpoint));
        Connection tested =
                awaiting()
                        .until(
                                () ->
                                        client.describeConnections(
                                                        request ->
                                                                request.filters(
                                                                        filter(
                                                                                "endpoint-arn",
                                                                                endpoint)))
                                                .connections()
                                                .getFirst(),
                                connection -> !connection.status().equals("testing"));
        assertThat(tested.status())
                .as("connection: %s", tested.lastFailureMessage())
                .isEqualTo("successful");
    }

    String arn() {
        return arn;
    }

    /** Starts it for the first time and returns once it runs. */
    Task start() {
        start(StartReplicationTaskTypeValue.START_REPLICATION);
        awaitStatus("running");
        return this;
    }

    /** Starts it for the first time; returns when its tables are loaded. */
    Task load() {
        start();
        awaitLoaded();
        return this;
    }

    void start(StartReplicationTaskTypeValue type) {
        dms.client()
                .startReplicationTask(
                        request -> request.replicationTaskArn(arn).startReplicationTaskType(type));
    }

    void resume() {
        start(StartReplicationTaskTypeValue.RESUME_PROCESSING);
        awaitStatus("running");
    }

    void stop() {
        dms.client().stopReplicationTask(request -> request.replicationTaskArn(arn));
        awaitStatus("stopped");
    }

    void reload(String table) {
        dms.client()
                .reloadTables(
                        request ->
                                request.replicationTaskArn(arn)
                                        .tablesToReload(
                                                TableToReload.builder()
                                                        .schemaName(Flights.SCHEMA)
                                                        .tableName(table)
                                                        .build()));
    }

    /** Has it run again, whatever has become of it and of DMS Local. */
    void bringBack() {
        dms.start();
        ReplicationTask settled =
                awaiting()
                        .until(
                                this::description,
                                task ->
                                        Set.of("running", "stopped", "failed")
                                                .contains(task.status()));
        if (!settled.status().equals("running")) {
            resume();
        }
    }

    ReplicationTask description() {
        return dms.client()
                .describeReplicationTasks(
                        request ->
                                request.filters(filter("replication-task-arn", arn))
                                        .withoutSettings(true))
                .replicationTasks()
                .getFirst();
    }

    /** Waits for a status; fails at once when the task does. */
    ReplicationTask awaitStatus(String status) {
        ReplicationTask reached =
                awaiting()
                        .until(
                                this::description,
                                task -> Set.of(status, "failed").contains(task.status()));
        assertThat(reached.status())
                .as("status; last failure: %s", reached.lastFailureMessage())
                .isEqualTo(status);
        return reached;
    }

    void awaitLoaded() {
        awaiting()
                .untilAsserted(
                        () -> {
                            requireHealth();
                            assertThat(statistics())
                                    .isNotEmpty()
                                    .allSatisfy(
                                            table ->
                                                    assertThat(table.tableState())
                                                            .isEqualTo("Table completed"));
                        });
    }

    /** Waits until all that is committed by now is at the target. */
    void awaitApplied() {
        String marker = flights.mark();
        awaiting()
                .until(
                        () -> {
                            requireHealth();
                            return flights.isMarkedAtTarget(marker);
                        });
    }

    /** Waits until the statistics say that so much was captured and so much applied. */
    void awaitChanges(String table, Changes changes) {
        awaiting()
                .untilAsserted(
                        () -> {
                            assertThat(Changes.captured(statistics(table)))
                                    .as("captured of " + table)
                                    .isEqualTo(changes);
                            assertThat(Changes.applied(statistics(table)))
                                    .as("applied of " + table)
                                    .isEqualTo(changes);
                        });
    }

    List<TableStatistics> statistics() {
        return dms.client()
                .describeTableStatistics(request -> request.replicationTaskArn(arn))
                .tableStatistics();
    }

    TableStatistics statistics(String table) {
        return statistics().stream()
                .filter(statistics -> statistics.tableName().equals(table))
                .findAny()
                .orElseThrow(() -> new AssertionError("no statistics of " + table));
    }

    /** Stops and deletes it; its slot goes with the source's database. */
    @Override
    public void close() {
        dms.start();
        String settled =
                awaiting()
                        .until(() -> description().status(), status -> !status.equals("starting"));
        if (settled.equals("running")) {
            dms.client().stopReplicationTask(request -> request.replicationTaskArn(arn));
        }
        awaiting()
                .until(() -> Set.of("ready", "stopped", "failed").contains(description().status()));
        dms.client().deleteReplicationTask(request -> request.replicationTaskArn(arn));
    }

    private void requireHealth() {
        ReplicationTask task = description();
        if (Set.of("failed", "stopped").contains(task.status())) {
            throw new IllegalStateException(
                    "The task is %s: %s %s"
                            .formatted(
                                    task.status(), task.stopReason(), task.lastFailureMessage()));
        }
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private static ConditionFactory awaiting() {
        return await().atMost(BOUND).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(50));
    }
}

package com.travelbuddy.local.dms;

import static com.travelbuddy.local.dms.LocalApi.assertRefused;
import static com.travelbuddy.local.dms.LocalApi.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableToReload;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;

/** What a task allows and refuses before it can reach any database. */
class TaskRulesTest {

    private static final String MAPPINGS =
            """
            {"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"1","rule-action":"include",
              "object-locator":{"schema-name":"travelbuddy","table-name":"flightspecial"}}]}
            """;

    @TempDir private Path folder;
    private LocalApi api;
    private DatabaseMigrationClient dms;
    private String instance;
    private String source;
    private String target;

    @BeforeEach
    void start() {
        open();
        instance = api.instance("i");
        source = api.source("s");
        target = api.target("t");
        await().until(
                        () ->
                                dms.describeReplicationInstances()
                                        .replicationInstances()
                                        .getFirst()
                                        .replicationInstanceStatus(),
                        "available"::equals);
    }

    private void open() {
        api = new LocalApi(Optional.of(folder.resolve("state.db")));
        dms = api.dms;
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String task(MigrationTypeValue type, String settings) {
        return dms.createReplicationTask(
                        request ->
                                request.replicationTaskIdentifier("flights")
                                        .replicationInstanceArn(instance)
                                        .sourceEndpointArn(source)
                                        .targetEndpointArn(target)
                                        .migrationType(type)
                                        .tableMappings(MAPPINGS)
                                        .replicationTaskSettings(settings))
                .replicationTask()
                .replicationTaskArn();
    }

    private String readyTask() {
        String arn = task(MigrationTypeValue.CDC, null);
        await().until(() -> described().status(), "ready"::equals);
        return arn;
    }

    private ReplicationTask described() {
        return dms.describeReplicationTasks(
                        request -> request.filters(filter("replication-task-id", "flights")))
                .replicationTasks()
                .getFirst();
    }

    @Test
    void taskBecomesReadyAndIsKeptOverARestart() {
        String arn = readyTask();
        ReplicationTask before = described();
        api.close();

        open();

        assertThat(described()).isEqualTo(before);
        assertThat(before.replicationTaskArn()).isEqualTo(arn);
        assertThat(before.tableMappings()).isEqualTo(MAPPINGS);
        assertThat(before.replicationTaskStats()).isNull();
    }

    @Test
    void settingsAreLeftOutWhenNotWanted() {
        readyTask();

        ReplicationTask task =
                dms.describeReplicationTasks(request -> request.withoutSettings(true))
                        .replicationTasks()
                        .getFirst();

        assertThat(task.tableMappings()).isNull();
        assertThat(task.replicationTaskSettings()).isNull();
    }

    @Test
    void firstStartMustBeStartReplication() {
        String arn = readyTask();

        assertRefused(
                () ->
                        dms.startReplicationTask(
                                request ->
                                        request.replicationTaskArn(arn)
                                                .startReplicationTaskType(
                                                        StartReplicationTaskTypeValue
                                                                .RESUME_PROCESSING)),
                "InvalidParameterCombinationException",
                "Start Type : RESUME_PROCESSING");
    }

    @Test
    void startNeedsConnectionsThatWereTested() {
        String arn = readyTask();

        assertRefused(
                () ->
                        dms.startReplicationTask(
                                request ->
                                        request.replicationTaskArn(arn)
                                                .startReplicationTaskType(
                                                        StartReplicationTaskTypeValue
                                                                .START_REPLICATION)),
                "InvalidResourceStateFault",
                "Test connection for replication instance and endpoint should be successful");
    }

    @Test
    void whatTasksUseIsNotDeleted() {
        String arn = readyTask();

        assertRefused(
                () -> dms.deleteEndpoint(request -> request.endpointArn(source)),
                "InvalidResourceStateFault");
        assertRefused(
                () ->
                        dms.deleteReplicationInstance(
                                request -> request.replicationInstanceArn(instance)),
                "InvalidResourceStateFault");

        dms.deleteReplicationTask(request -> request.replicationTaskArn(arn));
        await().until(() -> dms.describeReplicationTasks().replicationTasks().isEmpty());
        dms.deleteEndpoint(request -> request.endpointArn(source));
    }

    @Test
    void onlyARunningTaskStopsOrReloads() {
        String arn = readyTask();

        assertRefused(
                () -> dms.stopReplicationTask(request -> request.replicationTaskArn(arn)),
                "InvalidResourceStateFault");
        assertRefused(
                () ->
                        dms.reloadTables(
                                request ->
                                        request.replicationTaskArn(arn)
                                                .tablesToReload(
                                                        TableToReload.builder()
                                                                .schemaName("a")
                                                                .tableName("b")
                                                                .build())),
                "InvalidResourceStateFault");
    }

    @Test
    void logPlacesAreNotForClientsToSet() {
        assertRefused(
                () ->
                        task(
                                MigrationTypeValue.CDC,
                                "{\"Logging\":{\"CloudWatchLogGroup\":\"mine\"}}"),
                "InvalidParameterValueException",
                "Task Settings CloudWatchLogGroup or CloudWatchLogStream cannot be set on create.");
    }

    @Test
    void modifiedTaskThatNeverRanIsReadyAgain() {
        String arn = readyTask();

        dms.modifyReplicationTask(
                request ->
                        request.replicationTaskArn(arn)
                                .replicationTaskSettings("{\"Logging\":{\"EnableLogging\":true}}"));
        assertThat(described().status()).isIn("modifying", "ready");
        await().until(() -> described().status(), "ready"::equals);

        assertThat(described().replicationTaskSettings()).contains("dms-tasks-i");
        assertRefused(
                () ->
                        dms.modifyReplicationTask(
                                request ->
                                        request.replicationTaskArn(arn)
                                                .migrationType(MigrationTypeValue.FULL_LOAD)),
                "InvalidParameterValueException",
                "MigrationType");
    }

    @Test
    void modifiedEndpointIsTestedByItself() {
        readyTask();

        dms.modifyEndpoint(request -> request.endpointArn(source).username("another"));

        await().untilAsserted(
                        () -> {
                            assertThat(described().status()).isEqualTo("ready");
                            assertThat(dms.describeConnections().connections().getFirst().status())
                                    .isEqualTo("failed");
                        });
    }

    @Test
    void faultsComeAsOftenAsAsked() throws Exception {
        HttpResponse<String> told =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create(api.uri() + "/_local/faults"))
                                        .PUT(
                                                HttpRequest.BodyPublishers.ofString(
                                                        """
                                                        {"faults":[{"operation":"DescribeEndpoints",
                                                          "code":"ThrottlingException",
                                                          "message":"Rate exceeded","times":2}]}
                                                        """))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(told.statusCode()).isEqualTo(200);

        for (int i = 0; i < 2; i++) {
            assertRefused(() -> dms.describeEndpoints(), "ThrottlingException", "Rate exceeded");
        }
        assertThat(dms.describeEndpoints().endpoints()).hasSize(2);
    }
}

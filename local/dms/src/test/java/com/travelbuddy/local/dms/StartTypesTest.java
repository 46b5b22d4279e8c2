package com.travelbuddy.local.dms;

import static com.travelbuddy.local.dms.LocalApi.assertRefused;
import static com.travelbuddy.local.dms.LocalApi.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.dms.engine.Assumptions;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTasksRequest;
import software.amazon.awssdk.services.databasemigration.model.Event;
import software.amazon.awssdk.services.databasemigration.model.ReloadOptionValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableToReload;
import software.amazon.awssdk.services.databasemigration.waiters.DatabaseMigrationWaiter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How a task may be started, and what a client sees of it, once it has really run. */
final class StartTypesTest {

    private static final String ONLY_ONCE =
            "Start Type : START_REPLICATION, valid only for tasks running for the first time";

    private LocalApi api;
    private DatabaseMigrationClient dms;
    private DatabaseMigrationWaiter waiter;
    private final Flights flights = new Flights();

    @BeforeEach
    void open() {
        open(Assumptions.DEFAULT);
    }

    private void open(Assumptions assumptions) {
        api = new LocalApi(Optional.empty(), Optional.empty(), assumptions);
        dms = api.dms;
        waiter =
                DatabaseMigrationWaiter.builder()
                        .client(dms)
                        .overrideConfiguration(
                                WaiterOverrideConfiguration.builder()
                                        .maxAttempts(1000)
                                        .waitTimeout(Duration.ofSeconds(30))
                                        .backoffStrategyV2(
                                                BackoffStrategy.fixedDelay(Duration.ofMillis(20)))
                                        .build())
                        .build();
    }

    @AfterEach
    void close() {
        api.close();
        flights.close();
    }

    private Task task(Task.Plan plan) {
        return Task.create(api, flights, plan);
    }

    private static DescribeReplicationTasksRequest only(Task task) {
        return DescribeReplicationTasksRequest.builder()
                .filters(filter("replication-task-arn", task.arn()))
                .build();
    }

    private void start(Task task, StartReplicationTaskTypeValue type, String position) {
        dms.startReplicationTask(
                request ->
                        request.replicationTaskArn(task.arn())
                                .startReplicationTaskType(type)
                                .cdcStartPosition(position));
    }

    @Test
    void aTaskThatHasRunIsResumedOrReloadedButNotStartedAgain() {
        try (Task task = task(Task.Plan.of(flights)).load()) {
            assertRefused(
                    () -> task.start(StartReplicationTaskTypeValue.RESUME_PROCESSING),
                    "InvalidResourceStateFault",
                    "running");
            ReplicationTask first = task.description();
            task.stop();
            assertThat(task.description().stopReason()).isEqualTo("Stop Reason NORMAL");

            assertRefused(
                    () -> task.start(StartReplicationTaskTypeValue.START_REPLICATION),
                    "InvalidParameterCombinationException",
                    ONLY_ONCE);
            // Not even with a position: it is no cdc task.
            assertRefused(
                    () -> start(task, StartReplicationTaskTypeValue.START_REPLICATION, "0/1"),
                    "InvalidParameterCombinationException",
                    ONLY_ONCE);

            flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'meanwhile', 1)");
            task.resume();
            task.awaitApplied();
            ReplicationTask resumed = task.description();
            assertThat(resumed.replicationTaskStats().freshStartDate())
                    .isEqualTo(first.replicationTaskStats().freshStartDate());
            assertThat(resumed.replicationTaskStats().startDate())
                    .isAfter(first.replicationTaskStats().startDate());
            assertThat(task.statistics("leg").fullLoadRows()).isZero();

            task.stop();
            // A row that is there already is not counted.
            flights.atTarget("DELETE FROM leg");
            task.start(StartReplicationTaskTypeValue.RELOAD_TARGET);
            task.awaitStatus("running");
            task.awaitLoaded();
            assertThat(task.statistics("leg").fullLoadRows()).isOne();
            assertThat(task.description().replicationTaskStats().freshStartDate())
                    .isAfter(first.replicationTaskStats().freshStartDate());
        }
    }

    @Test
    void aFinishedLoadIsResumedWithoutEffectAndReloadedWithIt() {
        flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1)");
        try (Task task = task(Task.Plan.of(flights).ofType("full-load"))) {
            task.start(StartReplicationTaskTypeValue.START_REPLICATION);
            assertThat(task.awaitStatus("stopped").stopReason())
                    .isEqualTo("Stop Reason FULL_LOAD_ONLY_FINISHED");
            assertThatThrownBy(() -> waiter.waitUntilReplicationTaskRunning(only(task)))
                    .isInstanceOf(SdkClientException.class)
                    .hasMessageContaining("failure state");
            assertRefused(
                    () -> task.start(StartReplicationTaskTypeValue.START_REPLICATION),
                    "InvalidParameterCombinationException",
                    ONLY_ONCE);
            flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 2, 'two', 2)");

            task.start(StartReplicationTaskTypeValue.RESUME_PROCESSING);
            assertThat(task.awaitStatus("stopped").stopReason())
                    .isEqualTo("Stop Reason FULL_LOAD_ONLY_FINISHED");
            assertThat(flights.fromTarget("SELECT note FROM leg")).containsExactly("one");

            task.start(StartReplicationTaskTypeValue.RELOAD_TARGET);
            task.awaitStatus("stopped");
            assertThat(flights.fromTarget("SELECT note FROM leg ORDER BY position"))
                    .containsExactly("one", "two");
        }
    }

    @Test
    void aNativeStartIsMadeAgainAndAgainFromTheClientsSlot() {
        flights.fromSource(
                "SELECT pg_create_logical_replication_slot('%s_own', 'test_decoding')"
                        .formatted(flights.name()));
        List<String> own = flights.slots();
        String position = position();
        flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'before the start', 1)");
        try (Task task = task(Task.Plan.of(flights).ofType("cdc"))) {
            nameSlot(task, own.getFirst());
            assertRefused(
                    () -> task.start(StartReplicationTaskTypeValue.START_REPLICATION),
                    "InvalidParameterCombinationException",
                    "CdcStartPosition");

            start(task, StartReplicationTaskTypeValue.START_REPLICATION, position);
            task.awaitStatus("running");
            task.awaitApplied();
            assertThat(flights.fromTarget("SELECT note FROM leg"))
                    .containsExactly("before the start");
            task.stop();
            String next = position();
            flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 2, 'before the next', 2)");

            assertRefused(
                    () -> task.start(StartReplicationTaskTypeValue.START_REPLICATION),
                    "InvalidParameterCombinationException",
                    ONLY_ONCE);
            start(task, StartReplicationTaskTypeValue.START_REPLICATION, next);
            task.awaitStatus("running");
            task.awaitApplied();
            assertThat(flights.slots()).isEqualTo(own);
            assertThat(new Comparison(flights).differences()).isEmpty();
        }
    }

    @Test
    void aDeletionThatDropsSlotsLeavesTheClients() {
        api.close();
        open(new Assumptions(6, false, true, false, 0));
        flights.fromSource(
                "SELECT pg_create_logical_replication_slot('%s_own', 'test_decoding')"
                        .formatted(flights.name()));
        List<String> own = flights.slots();
        try (Task task = task(Task.Plan.of(flights)).start()) {
            assertThat(flights.slots()).hasSize(2);
            task.stop();
        }
        await().untilAsserted(() -> assertThat(flights.slots()).isEqualTo(own));

        Task task = task(Task.Plan.of(flights).ofType("cdc"));
        nameSlot(task, own.getFirst());
        start(task, StartReplicationTaskTypeValue.START_REPLICATION, position());
        task.awaitStatus("running");
        task.stop();
        dms.deleteReplicationTask(request -> request.replicationTaskArn(task.arn()));
        waiter.waitUntilReplicationTaskDeleted(only(task));
        assertThat(flights.slots()).isEqualTo(own);
    }

    /** Makes the source's slot that of the client, as is done before the first start. */
    private void nameSlot(Task task, String slot) {
        dms.modifyEndpoint(
                request ->
                        request.endpointArn(task.description().sourceEndpointArn())
                                .postgreSQLSettings(settings -> settings.slotName(slot)));
        task.awaitStatus("ready");
    }

    private String position() {
        return flights.fromSource("SELECT pg_current_wal_lsn()").getFirst();
    }

    @Test
    void waitersSeeATaskThroughItsLife() {
        Task task = task(Task.Plan.of(flights).ofType("cdc"));
        waiter.waitUntilReplicationTaskReady(only(task));
        // As it is with AWS when the start has not yet shown.
        assertThatThrownBy(() -> waiter.waitUntilReplicationTaskRunning(only(task)))
                .hasMessageContaining("failure state");
        waiter.waitUntilTestConnectionSucceeds(
                request ->
                        request.filters(
                                filter("endpoint-arn", task.description().sourceEndpointArn())));

        task.start(StartReplicationTaskTypeValue.START_REPLICATION);
        waiter.waitUntilReplicationTaskRunning(only(task));
        assertThatThrownBy(() -> waiter.waitUntilReplicationTaskDeleted(only(task)))
                .hasMessageContaining("failure state");
        dms.stopReplicationTask(request -> request.replicationTaskArn(task.arn()));
        waiter.waitUntilReplicationTaskStopped(only(task));

        dms.modifyReplicationTask(
                request -> request.replicationTaskArn(task.arn()).taskData("changed"));
        assertThatThrownBy(() -> waiter.waitUntilReplicationTaskReady(only(task)))
                .hasMessageContaining("failure state");
        task.awaitStatus("stopped");

        ReplicationTask last = task.description();
        dms.deleteReplicationTask(request -> request.replicationTaskArn(task.arn()));
        waiter.waitUntilReplicationTaskDeleted(only(task));
        dms.deleteEndpoint(request -> request.endpointArn(last.sourceEndpointArn()));
        waiter.waitUntilEndpointDeleted(
                request -> request.filters(filter("endpoint-arn", last.sourceEndpointArn())));
        dms.deleteReplicationInstance(
                request -> request.replicationInstanceArn(last.replicationInstanceArn()));
        waiter.waitUntilReplicationInstanceDeleted(
                request ->
                        request.filters(
                                filter("replication-instance-arn", last.replicationInstanceArn())));
    }

    private static TableToReload table(String name) {
        return TableToReload.builder().schemaName(Flights.SCHEMA).tableName(name).build();
    }

    private void reload(Task task, ReloadOptionValue option, TableToReload... tables) {
        dms.reloadTables(
                request ->
                        request.replicationTaskArn(task.arn())
                                .reloadOption(option)
                                .tablesToReload(tables));
    }

    @Test
    void onlyTablesOfARunningTaskThatLoadsAreReloaded() {
        flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1)");
        try (Task task = task(Task.Plan.of(flights)).load()) {
            flights.atTarget("DELETE FROM leg");
            assertRefused(
                    () -> reload(task, ReloadOptionValue.VALIDATE_ONLY, table("leg")),
                    "InvalidParameterValueException",
                    "ReloadOption");
            assertRefused(
                    () -> reload(task, null, table("leg"), table("seat")),
                    "InvalidParameterValueException",
                    "travelbuddy.seat");
            assertRefused(
                    () ->
                            reload(
                                    task,
                                    null,
                                    IntStream.range(0, 11)
                                            .mapToObj(_ -> table("leg"))
                                            .toArray(TableToReload[]::new)),
                    "InvalidParameterValueException",
                    "at most 10");

            reload(task, ReloadOptionValue.DATA_RELOAD, table("leg"));
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(
                            () -> {
                                assertThat(task.statistics("leg").fullLoadReloaded()).isTrue();
                                assertThat(flights.fromTarget("SELECT note FROM leg"))
                                        .containsExactly("one");
                            });
            assertThat(events(task)).anyMatch(message -> message.contains("DMS-EVENT-0081"));
            assertThat(task.description().status()).isEqualTo("running");

            task.stop();
            assertRefused(
                    () -> reload(task, null, table("leg")),
                    "InvalidResourceStateFault",
                    "only while the replication task is running");
        }
        try (Task task = task(Task.Plan.of(flights).ofType("cdc")).start()) {
            assertRefused(
                    () -> reload(task, null, table("leg")), "InvalidResourceStateFault", "cdc");
        }
    }

    private List<String> events(Task task) {
        String id = task.description().replicationTaskIdentifier();
        return dms
                .describeEvents(
                        request -> request.sourceIdentifier(id).sourceType("replication-task"))
                .events()
                .stream()
                .map(Event::message)
                .toList();
    }

    @Test
    void aRunThatFailsSaysWhyAndAfterARepairItsStartIsMadeAgain() {
        Task.Plan nothing = Task.Plan.of(flights).with(Rules.of(flights, "seat"));
        try (Task task = task(nothing)) {
            task.start(StartReplicationTaskTypeValue.START_REPLICATION);
            ReplicationTask failed =
                    await().atMost(Duration.ofSeconds(20))
                            .until(
                                    task::description,
                                    description -> description.status().equals("failed"));
            assertThat(failed.lastFailureMessage())
                    .contains("no table")
                    .contains("Stop Reason FATAL_ERROR Error Level FATAL");
            assertThat(failed.stopReason()).startsWith("Stop Reason FATAL_ERROR");
            assertThat(events(task)).anyMatch(message -> message.contains("DMS-EVENT-0078"));
            assertThatThrownBy(() -> waiter.waitUntilReplicationTaskRunning(only(task)))
                    .hasMessageContaining("failure state");
            assertRefused(
                    () -> task.start(StartReplicationTaskTypeValue.START_REPLICATION),
                    "InvalidParameterCombinationException",
                    ONLY_ONCE);

            dms.modifyReplicationTask(
                    request ->
                            request.replicationTaskArn(task.arn())
                                    .tableMappings(Rules.ofAll(flights).json()));
            await().until(() -> task.description().status(), "failed"::equals);
            flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1)");
            dms.startReplicationTask(
                    request ->
                            request.replicationTaskArn(task.arn())
                                    .startReplicationTaskType(
                                            StartReplicationTaskTypeValue.RESUME_PROCESSING));
            task.awaitStatus("running");
            task.awaitLoaded();
            assertThat(flights.fromTarget("SELECT note FROM leg")).containsExactly("one");
            assertThat(task.description().lastFailureMessage()).isNullOrEmpty();
        }
    }

    @Test
    void aRunThatRecoversSaysSoAndForgetsIt() {
        try (CuttableLink source = new CuttableLink(flights.postgres().port());
                CuttableLink target = new CuttableLink(flights.mariaDb().port());
                Task task = task(Task.Plan.of(flights).over(source, target)).load()) {
            target.refuse();
            flights.atSource("INSERT INTO travelbuddy.leg VALUES (1, 1, 'one', 1)");

            ReplicationTask troubled =
                    await().atMost(Duration.ofSeconds(20))
                            .until(
                                    task::description,
                                    description -> description.lastFailureMessage() != null);
            assertThat(troubled.status()).isEqualTo("running");
            assertThat(troubled.lastFailureMessage())
                    .contains("Stop Reason RECOVERABLE_ERROR Error Level RECOVERABLE");
            assertThat(troubled.stopReason()).isNull();

            target.restore();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> task.description().lastFailureMessage() == null);
            task.awaitApplied();
            assertThat(task.description().status()).isEqualTo("running");
            assertThat(events(task))
                    .anyMatch(message -> message.contains("recovering from an error"))
                    .anyMatch(message -> message.contains("has recovered"));
        }
    }
}

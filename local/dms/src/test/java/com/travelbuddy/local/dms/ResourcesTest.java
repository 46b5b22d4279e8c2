package com.travelbuddy.local.dms;

import static com.travelbuddy.local.dms.LocalApi.assertRefused;
import static com.travelbuddy.local.dms.LocalApi.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.Tag;
import software.amazon.awssdk.services.databasemigration.waiters.DatabaseMigrationWaiter;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;

/** Everything but tasks, as the SDK sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ResourcesTest {

    private LocalApi api;
    private DatabaseMigrationClient dms;
    private DatabaseMigrationWaiter waiter;

    @BeforeAll
    void start() {
        api = new LocalApi(Optional.empty());
        dms = api.dms;
        waiter =
                DatabaseMigrationWaiter.builder()
                        .client(dms)
                        .overrideConfiguration(
                                WaiterOverrideConfiguration.builder()
                                        .backoffStrategyV2(
                                                BackoffStrategy.fixedDelay(Duration.ofMillis(20)))
                                        .build())
                        .build();
    }

    @AfterAll
    void stop() {
        api.close();
    }

    @Test
    void subnetGroupIsMadeListedAndDeleted() {
        ReplicationSubnetGroup group =
                dms.createReplicationSubnetGroup(
                                request ->
                                        request.replicationSubnetGroupIdentifier("Group-A")
                                                .replicationSubnetGroupDescription("of a test")
                                                .subnetIds("subnet-a", "subnet-b"))
                        .replicationSubnetGroup();

        assertThat(group.replicationSubnetGroupIdentifier()).isEqualTo("group-a");
        assertThat(group.subnetGroupStatus()).isEqualTo("Complete");
        assertThat(group.subnets()).hasSize(2);
        assertThat(
                        dms.describeReplicationSubnetGroups(
                                        request ->
                                                request.filters(
                                                        filter(
                                                                "replication-subnet-group-id",
                                                                "group-a")))
                                .replicationSubnetGroups())
                .containsExactly(group);

        dms.deleteReplicationSubnetGroup(
                request -> request.replicationSubnetGroupIdentifier("group-a"));

        assertRefused(
                () ->
                        dms.deleteReplicationSubnetGroup(
                                request -> request.replicationSubnetGroupIdentifier("group-a")),
                "ResourceNotFoundFault");
    }

    @Test
    void subnetGroupNeedsTwoSubnets() {
        assertRefused(
                () ->
                        dms.createReplicationSubnetGroup(
                                request ->
                                        request.replicationSubnetGroupIdentifier("one")
                                                .replicationSubnetGroupDescription("d")
                                                .subnetIds("subnet-a")),
                "ReplicationSubnetGroupDoesNotCoverEnoughAZs");
        assertRefused(
                () ->
                        dms.createReplicationSubnetGroup(
                                request ->
                                        request.replicationSubnetGroupIdentifier("one")
                                                .replicationSubnetGroupDescription("d")
                                                .subnetIds("vpc-1", "vpc-2")),
                "InvalidSubnet");
    }

    @Test
    void instanceBecomesAvailableAndIsDeleted() {
        ReplicationInstance created =
                dms.createReplicationInstance(
                                request ->
                                        request.replicationInstanceIdentifier("Life")
                                                .replicationInstanceClass("dms.t3.medium")
                                                .resourceIdentifier("life-1"))
                        .replicationInstance();
        assertThat(created.replicationInstanceArn())
                .isEqualTo("arn:aws:dms:eu-west-1:123456789012:rep:life-1");
        assertThat(created.replicationInstanceStatus()).isEqualTo("creating");
        assertThat(created.publiclyAccessible()).isTrue();
        assertThat(created.allocatedStorage()).isEqualTo(50);
        var byId = filter("replication-instance-id", "life");

        ReplicationInstance available =
                waiter.waitUntilReplicationInstanceAvailable(request -> request.filters(byId))
                        .matched()
                        .response()
                        .orElseThrow()
                        .replicationInstances()
                        .getFirst();
        assertThat(available.instanceCreateTime()).isNotNull();

        dms.deleteReplicationInstance(
                request -> request.replicationInstanceArn(created.replicationInstanceArn()));
        waiter.waitUntilReplicationInstanceDeleted(request -> request.filters(byId));
    }

    @Test
    void nothingMatchesIsNotFoundOnlyWithFilters() {
        assertThat(dms.describeReplicationTasks().replicationTasks()).isEmpty();
        assertRefused(
                () ->
                        dms.describeReplicationTasks(
                                request -> request.filters(filter("replication-task-id", "none"))),
                "ResourceNotFoundFault");
        assertRefused(
                () ->
                        dms.describeReplicationTasks(
                                request -> request.filters(filter("task-id", "none"))),
                "InvalidParameterValueException",
                "task-id");
    }

    @Test
    void filtersAreAndedAndTheirValuesOred() {
        api.source("filter-s");
        api.target("filter-t");
        var either = filter("endpoint-id", "filter-s", "filter-t");

        assertThat(dms.describeEndpoints(request -> request.filters(either)).endpoints())
                .hasSize(2);
        assertThat(
                        dms.describeEndpoints(
                                        request ->
                                                request.filters(
                                                        either, filter("endpoint-type", "target")))
                                .endpoints())
                .extracting(Endpoint::endpointIdentifier)
                .containsExactly("filter-t");
    }

    @Test
    void endpointKeepsItsPasswordToItself() {
        String arn = api.source("secretive");
        Endpoint endpoint =
                dms.describeEndpoints(request -> request.filters(filter("endpoint-arn", arn)))
                        .endpoints()
                        .getFirst();

        assertThat(endpoint.status()).isEqualTo("active");
        assertThat(endpoint.username()).isEqualTo("someone");
        assertThat(endpoint.postgreSQLSettings().serverName()).isEqualTo("nowhere.invalid");
        assertThat(endpoint.postgreSQLSettings().password()).isNull();
        assertThat(endpoint.sslModeAsString()).isEqualTo("none");
    }

    @Test
    void nameInUseIsTold() {
        String arn = api.source("taken");

        var refusal =
                catchThrowableOfType(
                        ResourceAlreadyExistsException.class, () -> api.source("Taken"));

        assertThat(refusal.resourceArn()).isEqualTo(arn);
    }

    @Test
    void endpointsAreThoseOfThisMigrationOnly() {
        assertRefused(
                () ->
                        dms.createEndpoint(
                                request ->
                                        request.endpointIdentifier("odd")
                                                .endpointType(ReplicationEndpointTypeValue.SOURCE)
                                                .engineName("oracle")),
                "InvalidParameterValueException",
                "EngineName",
                "aurora-postgresql, postgres");
        assertRefused(
                () ->
                        dms.createEndpoint(
                                request ->
                                        request.endpointIdentifier("odd--name")
                                                .endpointType(ReplicationEndpointTypeValue.SOURCE)
                                                .engineName("postgres")),
                "InvalidParameterValueException",
                "EndpointIdentifier",
                "consecutive");
    }

    @Test
    void connectionTestFailsWithAMessage() {
        String instance = api.instance("reach");
        String source = api.source("unreachable");
        await().ignoreExceptions()
                .until(
                        () ->
                                dms.testConnection(
                                                request ->
                                                        request.replicationInstanceArn(instance)
                                                                .endpointArn(source))
                                        .connection()
                                        .status(),
                        "testing"::equals);
        await().untilAsserted(
                        () -> {
                            Connection connection =
                                    dms.describeConnections(
                                                    request ->
                                                            request.filters(
                                                                    filter(
                                                                            "replication-instance-arn",
                                                                            instance)))
                                            .connections()
                                            .getFirst();
                            assertThat(connection.status()).isEqualTo("failed");
                            assertThat(connection.lastFailureMessage())
                                    .isNotBlank()
                                    .doesNotContain("a-secret");
                        });
    }

    @Test
    void pagesFollowEachOther() {
        IntStream.range(0, 45).forEach(i -> api.target("page-%02d".formatted(i)));

        var names =
                dms.describeEndpointsPaginator(request -> request.maxRecords(20)).stream()
                        .flatMap(page -> page.endpoints().stream())
                        .map(Endpoint::endpointIdentifier)
                        .filter(name -> name.startsWith("page-"))
                        .toList();

        assertThat(names).hasSize(45).doesNotHaveDuplicates();
        assertRefused(
                () -> dms.describeEndpoints(request -> request.maxRecords(19)),
                "InvalidParameterValueException",
                "MaxRecords",
                "between 20 and 100");
        assertRefused(
                () -> dms.describeEndpoints(request -> request.marker("bogus")),
                "InvalidParameterValueException",
                "Marker");
    }

    @Test
    void tagsAreKeptPerResource() {
        String arn = api.source("tagged");
        dms.addTagsToResource(
                request ->
                        request.resourceArn(arn)
                                .tags(
                                        Tag.builder().key("a").value("1").build(),
                                        Tag.builder().key("b").value("2").build()));
        dms.removeTagsFromResource(request -> request.resourceArn(arn).tagKeys("a"));

        assertThat(dms.listTagsForResource(request -> request.resourceArn(arn)).tagList())
                .containsExactly(Tag.builder().key("b").value("2").build());
        assertRefused(
                () -> dms.listTagsForResource(request -> request.resourceArn("arn:none")),
                "ResourceNotFoundFault");
    }

    @Test
    void eventsTellOfInstances() {
        api.instance("eventful");

        await().untilAsserted(
                        () ->
                                assertThat(
                                                dms.describeEvents(
                                                                request ->
                                                                        request.sourceIdentifier(
                                                                                        "eventful")
                                                                                .sourceType(
                                                                                        "replication-instance")
                                                                                .eventCategories(
                                                                                        "creation"))
                                                        .events())
                                        .hasSize(2));
    }
}

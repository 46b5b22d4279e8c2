package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.aws.AwsRefusedException;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Connection;
import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Finds what there is at DMS. What is absent is an empty answer: DMS says that a filter matches
 * nothing by an error.
 */
public final class DmsApi implements AutoCloseable {

    private final DatabaseMigrationClient client;

    public DmsApi(DatabaseMigrationClient client) {
        this.client = client;
    }

    /** The task of this id; with its mapping and settings. */
    public Optional<ReplicationTask> task(String id) {
        return task(id, false);
    }

    /** The task of this id without mapping and settings, for looks that are repeated. */
    public Optional<ReplicationTask> taskStatus(String id) {
        return task(id, true);
    }

    private Optional<ReplicationTask> task(String id, boolean withoutSettings) {
        return found(
                "dms:DescribeReplicationTasks",
                () ->
                        client.describeReplicationTasks(
                                        request ->
                                                request.filters(filter("replication-task-id", id))
                                                        .withoutSettings(withoutSettings))
                                .replicationTasks());
    }

    public Optional<ReplicationInstance> instance(String id) {
        return found(
                "dms:DescribeReplicationInstances",
                () ->
                        client.describeReplicationInstances(
                                        request ->
                                                request.filters(
                                                        filter("replication-instance-id", id)))
                                .replicationInstances());
    }

    public Optional<ReplicationSubnetGroup> subnetGroup(String id) {
        return found(
                "dms:DescribeReplicationSubnetGroups",
                () ->
                        client.describeReplicationSubnetGroups(
                                        request ->
                                                request.filters(
                                                        filter("replication-subnet-group-id", id)))
                                .replicationSubnetGroups());
    }

    public Optional<Endpoint> endpoint(String id) {
        return found(
                "dms:DescribeEndpoints",
                () ->
                        client.describeEndpoints(
                                        request -> request.filters(filter("endpoint-id", id)))
                                .endpoints());
    }

    /** The last test of whether an instance reaches an endpoint. */
    public Optional<Connection> connection(String instanceArn, String endpointArn) {
        return found(
                "dms:DescribeConnections",
                () ->
                        client.describeConnections(
                                        request ->
                                                request.filters(
                                                        filter("endpoint-arn", endpointArn),
                                                        filter(
                                                                "replication-instance-arn",
                                                                instanceArn)))
                                .connections());
    }

    /** All tasks, without mapping and settings. */
    public List<ReplicationTask> tasks() {
        return list(
                "dms:DescribeReplicationTasks",
                () ->
                        client
                                .describeReplicationTasksPaginator(
                                        request -> request.withoutSettings(true))
                                .stream()
                                .flatMap(page -> page.replicationTasks().stream())
                                .toList());
    }

    /** What a task tells of its tables. */
    public List<TableStatistics> tables(String taskArn) {
        return list(
                "dms:DescribeTableStatistics",
                () ->
                        client
                                .describeTableStatisticsPaginator(
                                        request -> request.replicationTaskArn(taskArn))
                                .stream()
                                .flatMap(page -> page.tableStatistics().stream())
                                .toList());
    }

    /**
     * Asks DMS for something that the finders here do not.
     *
     * @param request what is asked, such as {@code dms:CreateEndpoint}
     * @throws AwsRefusedException when it is not done
     */
    public <T> T call(String request, Function<DatabaseMigrationClient, T> call) {
        try {
            return call.apply(client);
        } catch (SdkException e) {
            throw new AwsRefusedException(request, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private <T> Optional<T> found(String request, Supplier<List<T>> call) {
        return list(request, call).stream().findFirst();
    }

    private <T> List<T> list(String request, Supplier<List<T>> call) {
        try {
            return call.get();
        } catch (ResourceNotFoundException _) {
            return List.of();
        } catch (SdkException e) {
            throw new AwsRefusedException(request, e);
        }
    }

    static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }
}

package com.travelbuddy.reversesync.support;

import com.travelbuddy.reversesync.aws.AwsClients;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What there is at DMS for a test's task, as its API tells, past the program under test. */
public final class Cloud implements AutoCloseable {

    private final String name;
    private final AwsClients aws;
    public final DatabaseMigrationClient dms;

    public Cloud(Flights flights) {
        name = flights.task();
        aws = new AwsClients(Settings.load(flights.config(), Map.of()).dms());
        dms = aws.databaseMigration();
    }

    public ReplicationTask task() {
        return tasks().getFirst();
    }

    private List<ReplicationTask> tasks() {
        return found(
                () ->
                        dms.describeReplicationTasks(
                                        request ->
                                                request.filters(
                                                        filter("replication-task-id", name)))
                                .replicationTasks());
    }

    public void start(StartReplicationTaskTypeValue type) {
        dms.startReplicationTask(
                request ->
                        request.replicationTaskArn(task().replicationTaskArn())
                                .startReplicationTaskType(type));
    }

    /** All of it, without times and positions. */
    public List<String> state() {
        List<String> state = new ArrayList<>();
        found(
                        () ->
                                dms.describeReplicationSubnetGroups(
                                                request ->
                                                        request.filters(
                                                                filter(
                                                                        "replication-subnet-group-id",
                                                                        name)))
                                        .replicationSubnetGroups())
                .forEach(group -> state.add(group.toString()));
        found(
                        () ->
                                dms.describeReplicationInstances(
                                                request ->
                                                        request.filters(
                                                                filter(
                                                                        "replication-instance-id",
                                                                        name)))
                                        .replicationInstances())
                .forEach(instance -> state.add(instance.toString()));
        for (String side : List.of("-source", "-target")) {
            found(
                            () ->
                                    dms.describeEndpoints(
                                                    request ->
                                                            request.filters(
                                                                    filter(
                                                                            "endpoint-id",
                                                                            name + side)))
                                            .endpoints())
                    .forEach(
                            endpoint -> {
                                state.add(endpoint.toString());
                                found(
                                                () ->
                                                        dms.describeConnections(
                                                                        request ->
                                                                                request.filters(
                                                                                        filter(
                                                                                                "endpoint-arn",
                                                                                                endpoint
                                                                                                        .endpointArn())))
                                                                .connections())
                                        .forEach(connection -> state.add(connection.toString()));
                            });
        }
        for (ReplicationTask task : tasks()) {
            state.add(task.toString());
            state.add(
                    dms.listTagsForResource(
                                    request -> request.resourceArn(task.replicationTaskArn()))
                            .tagList()
                            .toString());
        }
        return state.stream().map(Cloud::timeless).toList();
    }

    private static String timeless(String text) {
        return text.replaceAll("(\\w*(Date|Time|TimeMillis|Position|Checkpoint))=[^,)]*", "$1=…")
                // DMS shows them in another order each time.
                .replaceAll("\"LogComponents\":\\[[^]]*]", "");
    }

    private static <T> List<T> found(Supplier<List<T>> call) {
        try {
            return call.get();
        } catch (ResourceNotFoundException _) {
            return List.of();
        }
    }

    private static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    @Override
    public void close() {
        dms.close();
        aws.close();
    }
}

package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.settings.DmsSettings;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What DMS has already, and has room for.
 *
 * @param task ours, if there is one
 */
record AwsSide(DmsApi dms, Settings settings, Optional<ReplicationTask> task, Notes notes) {

    /**
     * @param postgresVersion as {@code server_version_num}, if it is known
     */
    void check(Scope scope, Optional<Integer> postgresVersion) {
        new OtherTasks(dms, settings, notes).check();
        roles();
        notes.check(
                "What there is at DMS",
                "allow dms:Describe*",
                () -> resources(scope, postgresVersion));
    }

    private void roles() {
        notes.info(
                "roles-unseen",
                "The roles of DMS were not checked: this program does not ask IAM",
                "dms-vpc-role and dms-cloudwatch-logs-role",
                "if apply ends with AccessDenied about one of them, create it as AWS's guide says,"
                        + " for the principal dms.amazonaws.com");
    }

    private void resources(Scope scope, Optional<Integer> postgresVersion) {
        DmsSettings wanted = settings.dms();
        Optional<ReplicationSubnetGroup> group = dms.subnetGroup(wanted.subnetGroup().id());
        Optional<ReplicationInstance> instance = dms.instance(wanted.instance().id());
        List<Endpoint> endpoints =
                Stream.of(wanted.sourceEndpoint().id(), wanted.targetEndpoint().id())
                        .flatMap(id -> dms.endpoint(id).stream())
                        .toList();
        subnets(group);
        Map<String, Integer> needed = new HashMap<>();
        if (group.isEmpty()) {
            needed.put("ReplicationSubnetGroups", 1);
        }
        if (instance.isEmpty()) {
            needed.put("ReplicationInstances", 1);
            needed.put("AllocatedStorage", wanted.instance().storage());
        }
        if (task.isEmpty()) {
            needed.put("ReplicationTasks", 1);
        }
        needed.put("Endpoints", 2 - endpoints.size());
        new Quotas(dms, needed, notes).check();
        instance.ifPresent(one -> release(one, postgresVersion));
        connections(scope, instance, endpoints);
    }

    private void subnets(Optional<ReplicationSubnetGroup> group) {
        DmsSettings.SubnetGroup wanted = settings.dms().subnetGroup();
        if (group.isPresent()) {
            long zones =
                    group.get().subnets().stream()
                            .map(subnet -> subnet.subnetAvailabilityZone().name())
                            .distinct()
                            .count();
            if (zones < 2) {
                notes.warning(
                        "subnet-group",
                        "The subnet group is in fewer than two availability zones",
                        "%s is in %d".formatted(wanted.id(), zones),
                        "add a subnet of another zone");
            }
        } else if (wanted.subnets().stream().distinct().count() < 2) {
            notes.error(
                    "subnet-group",
                    "There is no subnet group, and not what is needed to make one",
                    "DMS has no %s; dms.subnet-group.subnets has %d"
                            .formatted(wanted.id(), wanted.subnets().size()),
                    "name two subnets of different zones, or the id of a group that exists");
        }
    }

    private void release(ReplicationInstance instance, Optional<Integer> postgresVersion) {
        Optional<String> least = postgresVersion.flatMap(DmsRelease::forPostgres);
        String release = Optional.ofNullable(instance.engineVersion()).orElse("");
        if (least.isPresent() && !release.isEmpty() && DmsRelease.isOlder(release, least.get())) {
            notes.error(
                    "dms-release",
                    "The instance's release of DMS does not read this PostgreSQL",
                    "%s has %s, PostgreSQL %d needs %s"
                            .formatted(
                                    instance.replicationInstanceIdentifier(),
                                    release,
                                    postgresVersion.get() / 10_000,
                                    least.get()),
                    "set dms.instance.engine-version to that or a later one");
        }
    }

    private void connections(
            Scope scope, Optional<ReplicationInstance> instance, List<Endpoint> endpoints) {
        if (instance.isEmpty() || endpoints.size() < 2) {
            notes.info(
                    "connection-later",
                    "Whether DMS reaches both databases can be tested only after apply",
                    instance.isEmpty() ? "there is no instance yet" : "there are no endpoints yet",
                    "run check again after apply");
            return;
        }
        if (!instance.get().replicationInstanceStatus().equals("available")) {
            notes.warning(
                    "instance-state",
                    "The replication instance is not available, so no connection was tested",
                    "%s is %s"
                            .formatted(
                                    instance.get().replicationInstanceIdentifier(),
                                    instance.get().replicationInstanceStatus()),
                    "wait, or see what the events of DMS say about it");
            return;
        }
        if (!scope.connectionTests()) {
            notes.info(
                    "connection-skipped",
                    "Whether DMS reaches both databases was not tested",
                    "--no-connection-tests",
                    "run check without it");
            return;
        }
        new ConnectionTests(dms, settings.dms(), notes)
                .check(instance.get().replicationInstanceArn(), endpoints);
    }
}

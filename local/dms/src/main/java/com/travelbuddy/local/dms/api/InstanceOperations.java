package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Instance;
import com.travelbuddy.local.dms.registry.Registry;
import com.travelbuddy.local.dms.registry.SubnetGroup;
import com.travelbuddy.local.dms.registry.Task;
import com.travelbuddy.local.dms.registry.Transaction;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Replication instances. */
final class InstanceOperations {

    private static final Pattern CLASS = Pattern.compile("dms\\.[a-z0-9]{1,16}\\.[a-z0-9]{1,16}");
    private static final int USUAL_STORAGE = 50;
    private static final int LEAST_STORAGE = 5;
    private static final int MOST_STORAGE = 6144;
    private static final String ENGINE_VERSION = "3.6.1";

    private static final Listing<Instance> LISTING =
            new Listing<>(
                    "DescribeReplicationInstances",
                    "ReplicationInstances",
                    Instance::id,
                    Map.of(
                            "replication-instance-arn",
                            instance -> List.of(instance.arn()),
                            "replication-instance-id",
                            instance -> List.of(instance.id()),
                            "replication-instance-class",
                            instance -> List.of(instance.instanceClass()),
                            "engine-version",
                            instance -> List.of(instance.engineVersion())));

    private final Registry registry;
    private final SubnetGroupOperations subnetGroups;

    InstanceOperations(Registry registry, SubnetGroupOperations subnetGroups) {
        this.registry = registry;
        this.subnetGroups = subnetGroups;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateReplicationInstance", this::create,
                "DescribeReplicationInstances", this::describe,
                "DeleteReplicationInstance", this::delete);
    }

    private ObjectNode create(Transaction transaction, Request request) {
        Instance instance = instance(transaction, request);
        transaction.all(Instance.class).stream()
                .filter(
                        other ->
                                other.id().equals(instance.id())
                                        || other.arn().equals(instance.arn()))
                .findFirst()
                .ifPresent(
                        other -> {
                            throw ApiException.exists(
                                    "Replication instance", other.id(), other.arn());
                        });
        registry.instances().create(transaction, instance);
        Tags.of(request).put(transaction, instance.arn());
        return answer(transaction, instance);
    }

    private Instance instance(Transaction transaction, Request request) {
        String id =
                Texts.identifier(request, "ReplicationInstanceIdentifier", 63)
                        .toLowerCase(Locale.ROOT);
        String instanceClass = request.requiredText("ReplicationInstanceClass");
        if (!CLASS.matcher(instanceClass).matches()) {
            throw ApiException.invalid(
                    "The parameter ReplicationInstanceClass must be like dms.t3.medium; it is %s."
                            .formatted(Texts.quoted(instanceClass)));
        }
        String zone = request.text("AvailabilityZone");
        boolean multiAz = request.flag("MultiAZ", false);
        if (zone != null && multiAz) {
            throw ApiException.combination(
                    "AvailabilityZone must not be provided when MultiAZ is true.");
        }
        List<String> securityGroups = request.texts("VpcSecurityGroupIds");
        return new Instance(
                registry.arns().arn("rep", Texts.resourceIdentifier(request)),
                id,
                Instance.CREATING,
                instanceClass,
                request.number("AllocatedStorage", USUAL_STORAGE, LEAST_STORAGE, MOST_STORAGE),
                registry.clock().instant(),
                securityGroups == null ? List.of() : securityGroups,
                zone == null ? subnetGroups.zone(0) : zone,
                subnetGroup(transaction, request),
                request.text("PreferredMaintenanceWindow", "sun:06:00-sun:14:00"),
                multiAz,
                request.text("EngineVersion", ENGINE_VERSION),
                request.flag("AutoMinorVersionUpgrade", true),
                request.text("KmsKeyId"),
                request.flag("PubliclyAccessible", true),
                request.text("DnsNameServers"),
                request.text("NetworkType", "IPV4"));
    }

    private String subnetGroup(Transaction transaction, Request request) {
        String id = request.text("ReplicationSubnetGroupIdentifier", SubnetGroupOperations.DEFAULT);
        if (id.equals(SubnetGroupOperations.DEFAULT)) {
            return id;
        }
        return subnetGroups
                .find(transaction, id)
                .map(SubnetGroup::id)
                .orElseThrow(
                        () ->
                                ApiException.notFound(
                                        "Replication subnet group not found: " + Texts.quoted(id)));
    }

    private ObjectNode describe(Transaction transaction, Request request) {
        return LISTING.resources(
                request,
                transaction.all(Instance.class),
                instance -> description(transaction, instance));
    }

    private ObjectNode delete(Transaction transaction, Request request) {
        Instance instance = find(transaction, request);
        if (transaction.all(Task.class).stream()
                .anyMatch(task -> task.specification().instance().equals(instance.arn()))) {
            throw ApiException.state(
                    "Replication instance %s cannot be deleted: it has one or more replication tasks."
                            .formatted(instance.id()));
        }
        if (instance.state().equals(Instance.DELETING)
                || instance.state().equals(Instance.CREATING)) {
            throw ApiException.state(
                    "Replication instance %s cannot be deleted in state %s."
                            .formatted(instance.id(), instance.state()));
        }
        return answer(transaction, registry.instances().delete(transaction, instance));
    }

    /** The instance that a request names by its ReplicationInstanceArn. */
    static Instance find(Transaction transaction, Request request) {
        String arn = request.requiredText("ReplicationInstanceArn");
        return transaction
                .find(Instance.class, arn)
                .orElseThrow(
                        () ->
                                ApiException.notFound(
                                        "Replication instance not found: " + Texts.quoted(arn)));
    }

    /** The same, if it is available. */
    static Instance available(Transaction transaction, Request request) {
        Instance instance = find(transaction, request);
        if (!instance.state().equals(Instance.AVAILABLE)) {
            throw ApiException.state(
                    "Replication instance %s is not available; its state is %s."
                            .formatted(instance.id(), instance.state()));
        }
        return instance;
    }

    private ObjectNode answer(Transaction transaction, Instance instance) {
        return Json.object().set("ReplicationInstance", description(transaction, instance));
    }

    private JsonNode description(Transaction transaction, Instance instance) {
        ObjectNode description =
                Json.object()
                        .put("ReplicationInstanceIdentifier", instance.id())
                        .put("ReplicationInstanceClass", instance.instanceClass())
                        .put("ReplicationInstanceStatus", instance.state())
                        .put("AllocatedStorage", instance.allocatedStorage());
        if (!instance.state().equals(Instance.CREATING)) {
            description.set("InstanceCreateTime", Json.time(instance.created()));
            addAddresses(description, instance);
        }
        ArrayNode groups = description.putArray("VpcSecurityGroups");
        for (String group : instance.securityGroups()) {
            groups.addObject().put("VpcSecurityGroupId", group).put("Status", "active");
        }
        SubnetGroup group =
                subnetGroups
                        .find(transaction, instance.subnetGroup())
                        .orElseGet(subnetGroups::standard);
        description.put("AvailabilityZone", instance.availabilityZone());
        description.set("ReplicationSubnetGroup", subnetGroups.description(group));
        description.put("PreferredMaintenanceWindow", instance.maintenanceWindow());
        description.putObject("PendingModifiedValues");
        description
                .put("MultiAZ", instance.multiAz())
                .put("EngineVersion", instance.engineVersion())
                .put("AutoMinorVersionUpgrade", instance.autoMinorVersionUpgrade())
                .put("KmsKeyId", kmsKey(instance.kmsKey()))
                .put("ReplicationInstanceArn", instance.arn())
                .put("PubliclyAccessible", instance.publiclyAccessible())
                .put("NetworkType", instance.networkType());
        if (instance.dnsNameServers() != null) {
            description.put("DnsNameServers", instance.dnsNameServers());
        }
        return description;
    }

    private static void addAddresses(ObjectNode description, Instance instance) {
        String address = "127.0.0.1";
        description.put("ReplicationInstancePrivateIpAddress", address);
        description.putArray("ReplicationInstancePrivateIpAddresses").add(address);
        if (instance.publiclyAccessible()) {
            description.put("ReplicationInstancePublicIpAddress", address);
            description.putArray("ReplicationInstancePublicIpAddresses").add(address);
        }
    }

    private String kmsKey(String given) {
        return given == null
                ? "arn:aws:kms:%s:%s:alias/aws/dms"
                        .formatted(registry.arns().region(), registry.arns().account())
                : given;
    }
}

package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Arns;
import com.travelbuddy.local.dms.registry.Instance;
import com.travelbuddy.local.dms.registry.SubnetGroup;
import com.travelbuddy.local.dms.registry.Transaction;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Subnet groups, which are only kept: there is no network to place anything in. */
final class SubnetGroupOperations {

    static final String DEFAULT = "default";

    private static final Pattern IDENTIFIER = Pattern.compile("[a-z0-9._ -]{1,255}");
    private static final Pattern SUBNET = Pattern.compile("subnet-[a-z0-9-]{1,64}");
    private static final String VPC = "vpc-00000000";
    private static final int MOST_ZONES = 6;

    private static final Listing<SubnetGroup> LISTING =
            new Listing<>(
                    "DescribeReplicationSubnetGroups",
                    "ReplicationSubnetGroups",
                    SubnetGroup::id,
                    Map.of("replication-subnet-group-id", group -> List.of(group.id())));

    private final Arns arns;

    SubnetGroupOperations(Arns arns) {
        this.arns = arns;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateReplicationSubnetGroup", this::create,
                "DescribeReplicationSubnetGroups", this::describe,
                "DeleteReplicationSubnetGroup", this::delete);
    }

    private ObjectNode create(Transaction transaction, Request request) {
        String id =
                request.requiredText("ReplicationSubnetGroupIdentifier").toLowerCase(Locale.ROOT);
        if (!IDENTIFIER.matcher(id).matches() || id.equals(DEFAULT)) {
            throw ApiException.invalid(
                    "The parameter ReplicationSubnetGroupIdentifier must have 1 to 255 letters,"
                            + " digits, periods, spaces, underscores or hyphens, and must not be"
                            + " \"default\".");
        }
        String description = request.requiredText("ReplicationSubnetGroupDescription");
        List<String> subnets = request.requiredTexts("SubnetIds");
        for (String subnet : subnets) {
            if (!SUBNET.matcher(subnet).matches()) {
                throw ApiException.of(
                        "InvalidSubnet",
                        "The subnet %s is not valid.".formatted(Texts.quoted(subnet)));
            }
        }
        if (subnets.stream().distinct().count() < 2) {
            throw ApiException.of(
                    "ReplicationSubnetGroupDoesNotCoverEnoughAZs",
                    "The replication subnet group does not cover enough Availability Zones: it"
                            + " needs two.");
        }
        var group = new SubnetGroup(arns.arn("subgrp", id), id, description, subnets);
        if (transaction.find(SubnetGroup.class, group.arn()).isPresent()) {
            throw ApiException.exists("Replication subnet group", id, group.arn());
        }
        transaction.put(group);
        Tags.of(request).put(transaction, group.arn());
        return Json.object().set("ReplicationSubnetGroup", description(group));
    }

    private ObjectNode describe(Transaction transaction, Request request) {
        return LISTING.resources(request, transaction.all(SubnetGroup.class), this::description);
    }

    private ObjectNode delete(Transaction transaction, Request request) {
        String id = request.requiredText("ReplicationSubnetGroupIdentifier");
        SubnetGroup group =
                find(transaction, id)
                        .orElseThrow(
                                () ->
                                        ApiException.notFound(
                                                "Replication subnet group not found: "
                                                        + Texts.quoted(id)));
        if (transaction.all(Instance.class).stream()
                .anyMatch(instance -> instance.subnetGroup().equals(group.id()))) {
            throw ApiException.state(
                    "The replication subnet group %s is in use by a replication instance."
                            .formatted(group.id()));
        }
        transaction.remove(group);
        return Json.object();
    }

    Optional<SubnetGroup> find(Transaction transaction, String id) {
        return transaction.find(SubnetGroup.class, arns.arn("subgrp", id.toLowerCase(Locale.ROOT)));
    }

    /** The group that AWS itself makes for instances that name none. */
    SubnetGroup standard() {
        return new SubnetGroup(
                arns.arn("subgrp", DEFAULT),
                DEFAULT,
                DEFAULT,
                List.of("subnet-00000000", "subnet-00000001"));
    }

    ObjectNode description(SubnetGroup group) {
        ObjectNode description =
                Json.object()
                        .put("ReplicationSubnetGroupIdentifier", group.id())
                        .put("ReplicationSubnetGroupDescription", group.description())
                        .put("VpcId", VPC)
                        .put("SubnetGroupStatus", group.state());
        ArrayNode subnets = description.putArray("Subnets");
        for (int i = 0; i < group.subnets().size(); i++) {
            ObjectNode subnet =
                    subnets.addObject()
                            .put("SubnetIdentifier", group.subnets().get(i))
                            .put("SubnetStatus", "Active");
            subnet.putObject("SubnetAvailabilityZone").put("Name", zone(i));
        }
        description.putArray("SupportedNetworkTypes").add("IPV4");
        return description;
    }

    /** There are no zones here: subnets are spread over made-up ones. */
    String zone(int index) {
        return arns.region() + (char) ('a' + index % MOST_ZONES);
    }
}

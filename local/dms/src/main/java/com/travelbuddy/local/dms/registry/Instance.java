package com.travelbuddy.local.dms.registry;

import java.time.Instant;
import java.util.List;

/**
 * A replication instance: a name that tasks run under.
 *
 * @param allocatedStorage in GB
 * @param subnetGroup identifier of its subnet group
 * @param dnsNameServers null when not given, as is {@code kmsKey}
 */
public record Instance(
        String arn,
        String id,
        String state,
        String instanceClass,
        int allocatedStorage,
        Instant created,
        List<String> securityGroups,
        String availabilityZone,
        String subnetGroup,
        String maintenanceWindow,
        boolean multiAz,
        String engineVersion,
        boolean autoMinorVersionUpgrade,
        String kmsKey,
        boolean publiclyAccessible,
        String dnsNameServers,
        String networkType)
        implements Resource {

    public static final String CREATING = "creating";
    public static final String AVAILABLE = "available";
    public static final String DELETING = "deleting";

    public Instance in(String newState) {
        return new Instance(
                arn,
                id,
                newState,
                instanceClass,
                allocatedStorage,
                created,
                securityGroups,
                availabilityZone,
                subnetGroup,
                maintenanceWindow,
                multiAz,
                engineVersion,
                autoMinorVersionUpgrade,
                kmsKey,
                publiclyAccessible,
                dnsNameServers,
                networkType);
    }

    @Override
    public String key() {
        return arn;
    }

    @Override
    public String label() {
        return "instance " + id;
    }
}

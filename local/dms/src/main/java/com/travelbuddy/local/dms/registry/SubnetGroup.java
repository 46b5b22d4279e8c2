package com.travelbuddy.local.dms.registry;

import java.util.List;

/** Where replication instances may be placed; of no consequence here. */
public record SubnetGroup(String arn, String id, String description, List<String> subnets)
        implements Resource {

    @Override
    public String key() {
        return arn;
    }

    @Override
    public String label() {
        return "subnet group " + id;
    }

    @Override
    public String state() {
        return "Complete";
    }
}

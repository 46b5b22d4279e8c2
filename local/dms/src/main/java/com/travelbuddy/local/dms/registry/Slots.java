package com.travelbuddy.local.dms.registry;

import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Names of replication slots. */
final class Slots {

    /** What PostgreSQL allows. */
    private static final int MOST = 63;

    private Slots() {}

    /** A new name: the task's resource id, eight digits and a UUID. */
    static String name(String resourceId) {
        String unique =
                "_%08d_%s"
                        .formatted(
                                ThreadLocalRandom.current().nextInt(100_000_000),
                                UUID.randomUUID().toString().replace('-', '_'));
        String id = resourceId.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        return id.substring(0, Math.min(id.length(), MOST - unique.length())) + unique;
    }
}

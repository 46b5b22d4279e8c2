package com.travelbuddy.local.dms.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A database that tasks read or write.
 *
 * @param type source or target
 * @param settings PostgreSQLSettings or MySQLSettings with all that was given, the top-level
 *     members and the password among it
 * @param extraAttributes null when not given, as is {@code kmsKey}
 */
public record Endpoint(
        String arn,
        String id,
        String state,
        String type,
        String engine,
        String sslMode,
        String extraAttributes,
        String kmsKey,
        ObjectNode settings)
        implements Resource {

    public static final String ACTIVE = "active";
    public static final String DELETING = "deleting";
    public static final String SOURCE = "source";
    public static final String TARGET = "target";

    public Endpoint in(String newState) {
        return new Endpoint(
                arn, id, newState, type, engine, sslMode, extraAttributes, kmsKey, settings);
    }

    public boolean isSource() {
        return type.equals(SOURCE);
    }

    @Override
    public String key() {
        return arn;
    }

    @Override
    public String label() {
        return "endpoint " + id;
    }

    /** The settings hold a password. */
    @Override
    public String toString() {
        return label();
    }
}

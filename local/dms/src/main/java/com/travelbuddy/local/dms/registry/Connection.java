package com.travelbuddy.local.dms.registry;

/**
 * Whether an instance has reached an endpoint.
 *
 * @param failure why the last test failed; empty otherwise
 */
public record Connection(
        String instance,
        String instanceId,
        String endpoint,
        String endpointId,
        String state,
        String failure)
        implements Resource {

    public static final String TESTING = "testing";
    public static final String SUCCESSFUL = "successful";
    public static final String FAILED = "failed";
    public static final String DELETING = "deleting";

    /** A connection that is about to be tested. */
    public static Connection between(Instance instance, Endpoint endpoint) {
        return new Connection(
                instance.arn(), instance.id(), endpoint.arn(), endpoint.id(), TESTING, "");
    }

    public static String key(String instance, String endpoint) {
        return instance + " " + endpoint;
    }

    public Connection in(String newState, String newFailure) {
        return new Connection(instance, instanceId, endpoint, endpointId, newState, newFailure);
    }

    @Override
    public String key() {
        return key(instance, endpoint);
    }

    @Override
    public String label() {
        return "connection of %s and %s".formatted(instanceId, endpointId);
    }

    @Override
    public String detail() {
        return failure;
    }
}

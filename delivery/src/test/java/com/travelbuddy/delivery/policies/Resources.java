package com.travelbuddy.delivery.policies;

import com.travelbuddy.delivery.policies.Iam.Request;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The resources of an installation, by the names that its configuration gives them. */
final class Resources {

    private static final String TASK = dms("task:reverse-sync");
    private static final String INSTANCE = dms("rep:m2m-flightspecials-sync-dms");
    private static final String GROUP = dms("subgrp:reverse-sync");
    private static final List<String> ENDPOINTS =
            List.of(dms("endpoint:reverse-sync-source"), dms("endpoint:reverse-sync-target"));
    private static final String SERVICE_SECRET = secret("flightspecial_db_credentials_test-a1B2c3");
    private static final String SOURCE_SECRET = secret("flightspecials-postgres-Xy9876");

    /** Both databases' secrets of the reverse sync. */
    static final List<String> SYNC_SECRETS =
            List.of(SOURCE_SECRET, secret("monolith-mysql-q1W2e3"));

    /** What each of the service's actions is about. */
    static final Map<String, List<String>> OF_THE_SERVICE =
            Map.of(
                    "secretsmanager:DescribeSecret", List.of(SERVICE_SECRET),
                    "secretsmanager:GetSecretValue", List.of(SERVICE_SECRET),
                    "ssm:GetParametersByPath",
                            List.of(
                                    arn("ssm", "parameter/flightspecials"),
                                    arn("ssm", "parameter/flightspecials/database/host")));

    private Resources() {}

    /** What a call of the reverse sync is about: all of its own that AWS may ask for. */
    static Stream<Request> requests(String action, Iam.Action details) {
        if (action.equals("cloudwatch:GetMetricData") || details.resources().isEmpty()) {
            return Stream.of(request(action, "*"));
        }
        if (action.endsWith("TagsFromResource") || action.endsWith("TagsForResource")) {
            return Stream.of(request(action, TASK));
        }
        return details.resources().stream()
                .filter(kind -> kind.required() || action.equals("dms:AddTagsToResource"))
                .flatMap(
                        kind ->
                                switch (kind.type()) {
                                    case "ReplicationTask" -> Stream.of(TASK);
                                    case "ReplicationInstance" -> Stream.of(INSTANCE);
                                    case "ReplicationSubnetGroup" -> Stream.of(GROUP);
                                    case "Secret" -> SYNC_SECRETS.stream();
                                    case "Endpoint" -> ENDPOINTS.stream();
                                    default -> Stream.empty();
                                })
                .map(resource -> request(action, resource));
    }

    static Request request(String action, String resource) {
        return new Request(
                action,
                resource,
                action.equals("dms:RemoveTagsFromResource")
                        ? Map.of("aws:TagKeys", List.of("reverse-sync-restart"))
                        : Map.of());
    }

    static String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, Policy.REGION, Policy.ACCOUNT, resource);
    }

    private static String dms(String resource) {
        return arn("dms", resource);
    }

    private static String secret(String name) {
        return arn("secretsmanager", "secret:" + name);
    }
}

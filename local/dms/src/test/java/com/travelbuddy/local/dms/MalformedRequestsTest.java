package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Requests that no SDK would send; each must be refused, and in AWS's shape. */
class MalformedRequestsTest {

    private static final long SEED = Long.getLong("fuzz.seed", System.nanoTime());
    private static final int COUNT = Integer.getInteger("fuzz.count", 1000);

    private static final List<String> OPERATIONS =
            List.of(
                    "CreateReplicationSubnetGroup",
                    "CreateReplicationInstance",
                    "DeleteReplicationInstance",
                    "CreateEndpoint",
                    "ModifyEndpoint",
                    "DeleteEndpoint",
                    "TestConnection",
                    "DeleteConnection",
                    "CreateReplicationTask",
                    "ModifyReplicationTask",
                    "StartReplicationTask",
                    "StopReplicationTask",
                    "DeleteReplicationTask",
                    "DescribeTableStatistics",
                    "ReloadTables",
                    "AddTagsToResource",
                    "RemoveTagsFromResource",
                    "ListTagsForResource");

    /** None of these makes a request of the operations above complete. */
    private static final List<String> VALUES =
            List.of(
                    "null",
                    "true",
                    "\"\"",
                    "\" \"",
                    "17",
                    "-1",
                    "1e400",
                    "1.5",
                    "[]",
                    "{}",
                    "[[[]]]",
                    "[null]",
                    "[1]",
                    "{\"a\":1}",
                    "\"\\ud800\"",
                    "\"\\u0000\"",
                    "9".repeat(500),
                    "\"" + "x".repeat(5000) + "\"",
                    "\"a--b\"",
                    "\"arn:aws:dms\"");

    private static final List<String> MEMBERS =
            List.of(
                    "ReplicationInstanceArn",
                    "EndpointArn",
                    "ReplicationTaskArn",
                    "ResourceArn",
                    "ResourceArnList",
                    "Tags",
                    "TagKeys",
                    "SubnetIds",
                    "EndpointType",
                    "EngineName",
                    "Filters",
                    "MaxRecords",
                    "Marker",
                    "TablesToReload",
                    "PostgreSQLSettings");

    private final Random random = new Random(SEED);
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void eachIsRefusedInAwsShape() throws Exception {
        try (var api = new LocalApi(Optional.empty())) {
            for (int i = 0; i < COUNT; i++) {
                String target = target();
                byte[] body = body();
                HttpRequest request =
                        HttpRequest.newBuilder(api.uri())
                                .timeout(Duration.ofSeconds(10))
                                .header("X-Amz-Target", target)
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                .build();
                HttpResponse<byte[]> response =
                        client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                String described =
                        "fuzz.seed=%d, request %d: %s %s"
                                .formatted(
                                        SEED,
                                        i,
                                        target,
                                        new String(
                                                Arrays.copyOf(body, Math.min(body.length, 300)),
                                                StandardCharsets.ISO_8859_1));
                assertThat(response.statusCode()).as(described).isBetween(400, 499);
                JsonNode json = new JsonMapper().readTree(response.body());
                assertThat(json.path("__type").asText()).as(described).isNotBlank();
                assertThat(json.path("message").asText()).as(described).isNotBlank();
                assertThat(response.headers().firstValue("x-amzn-RequestId"))
                        .as(described)
                        .isPresent();
            }
        }
    }

    private String target() {
        return switch (random.nextInt(10)) {
            case 0 -> "AmazonDMSv20160101.NoSuchThing";
            case 1 -> "DescribeEndpoints";
            case 2 -> "AmazonDMSv20160101." + "x".repeat(random.nextInt(1000));
            default -> "AmazonDMSv20160101." + any(OPERATIONS);
        };
    }

    private byte[] body() {
        return switch (random.nextInt(8)) {
            case 0 -> cut(object());
            case 1 -> randomBytes();
            case 2 -> "[".repeat(1 + random.nextInt(100_000)).getBytes(StandardCharsets.UTF_8);
            case 3 ->
                    ("{\"a\":".repeat(2000) + "1" + "}".repeat(2000))
                            .getBytes(StandardCharsets.UTF_8);
            case 4 -> object().getBytes(StandardCharsets.UTF_16);
            case 5 -> any(VALUES).getBytes(StandardCharsets.UTF_8);
            default -> object().getBytes(StandardCharsets.UTF_8);
        };
    }

    private String object() {
        StringBuilder object = new StringBuilder("{");
        int members = random.nextInt(6);
        for (int i = 0; i < members; i++) {
            object.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(any(MEMBERS))
                    .append("\":")
                    .append(any(VALUES));
        }
        return object.append('}').toString();
    }

    private byte[] cut(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }

    private byte[] randomBytes() {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

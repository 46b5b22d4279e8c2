package com.travelbuddy.local.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.LocalServerException;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/**
 * Has DMS Local bring the service's rows to the monolith's table. Until the job reverse-sync takes
 * this over.
 *
 * <p>The task reads from a replication slot that is made before the service makes its table: its
 * first rows are changes too, and take the place of the monolith's of the same ids, which a load
 * would pass over.
 */
final class ReverseSync implements AutoCloseable {

    /** Of the subnet group, the instance and the task. */
    static final String NAME = "reverse-sync";

    /** With the region and the account that DMS Local has unless told otherwise. */
    static final String TASK_ARN = "arn:aws:dms:us-east-1:000000000000:task:" + NAME;

    private static final String SOURCE = "flightspecials";
    private static final String TARGET = "monolith";
    private static final String SLOT = "reverse_sync";
    private static final JsonMapper JSON = new JsonMapper();

    private final URI api;
    private final JarProcess dms;
    private final HttpClient http = HttpClient.newHttpClient();

    ReverseSync(URI api, JarProcess dms) {
        this.api = api;
        this.dms = dms;
    }

    /** Makes the slot unless it is there, in the service's database. */
    static void createSlot(LocalPostgres postgres) {
        query(
                postgres,
                """
                SELECT pg_create_logical_replication_slot('%1$s', 'test_decoding')
                 WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '%1$s')
                """
                        .formatted(SLOT));
    }

    /**
     * Makes what is missing, starts or resumes the task, and returns when it runs.
     *
     * @throws LocalServerException when that comes to nothing
     */
    void start(LocalPostgres postgres) {
        createUnlessThere(
                "CreateReplicationSubnetGroup",
                JSON.createObjectNode()
                        .put("ReplicationSubnetGroupIdentifier", NAME)
                        .put("ReplicationSubnetGroupDescription", "of the local stack")
                        .set("SubnetIds", JSON.valueToTree(List.of("subnet-a", "subnet-b"))));
        createUnlessThere(
                "CreateReplicationInstance",
                JSON.createObjectNode()
                        .put("ReplicationInstanceIdentifier", NAME)
                        .put("ReplicationInstanceClass", "dms.t3.medium")
                        .put("ReplicationSubnetGroupIdentifier", NAME));
        dms.await(() -> instance().path("ReplicationInstanceStatus").asText().equals("available"));
        String instance = instance().path("ReplicationInstanceArn").asText();
        createUnlessThere("CreateEndpoint", source());
        createUnlessThere("CreateEndpoint", target());
        String source = endpoint(SOURCE);
        String target = endpoint(TARGET);
        test(instance, source);
        test(instance, target);
        createUnlessThere(
                "CreateReplicationTask",
                JSON.createObjectNode()
                        .put("ReplicationTaskIdentifier", NAME)
                        .put("ResourceIdentifier", NAME)
                        .put("ReplicationInstanceArn", instance)
                        .put("SourceEndpointArn", source)
                        .put("TargetEndpointArn", target)
                        .put("MigrationType", "cdc")
                        .put("CdcStartPosition", position(postgres))
                        .put("TableMappings", resource("table-mappings.json"))
                        .put("ReplicationTaskSettings", resource("task-settings.json")));
        run();
    }

    @Override
    public void close() {
        http.close();
    }

    private static ObjectNode source() {
        ObjectNode endpoint =
                JSON.createObjectNode()
                        .put("EndpointIdentifier", SOURCE)
                        .put("EndpointType", "source")
                        .put("EngineName", "postgres")
                        .put("DatabaseName", Service.DATABASE);
        secret(endpoint.putObject("PostgreSQLSettings"), DmsLocal.SOURCE_SECRET)
                .put("SlotName", SLOT)
                .put("CaptureDdls", false);
        return endpoint;
    }

    private static ObjectNode target() {
        ObjectNode endpoint =
                JSON.createObjectNode()
                        .put("EndpointIdentifier", TARGET)
                        .put("EndpointType", "target")
                        .put("EngineName", "mysql");
        secret(endpoint.putObject("MySQLSettings"), DmsLocal.TARGET_SECRET);
        return endpoint;
    }

    private static ObjectNode secret(ObjectNode settings, String name) {
        return settings.put("SecretsManagerSecretId", name)
                .put("SecretsManagerAccessRoleArn", "arn:aws:iam::000000000000:role/any");
    }

    private void test(String instance, String endpoint) {
        call(
                "TestConnection",
                JSON.createObjectNode()
                        .put("ReplicationInstanceArn", instance)
                        .put("EndpointArn", endpoint));
        dms.await(() -> !connection(endpoint).path("Status").asText().equals("testing"));
        JsonNode tested = connection(endpoint);
        if (!tested.path("Status").asText().equals("successful")) {
            throw new LocalServerException(
                    "DMS Local cannot connect: " + tested.path("LastFailureMessage").asText());
        }
    }

    private void run() {
        // One that ran when DMS Local ended runs again by itself.
        dms.await(() -> List.of("ready", "stopped", "failed", "running").contains(status()));
        String before = status();
        if (!before.equals("running")) {
            call(
                    "StartReplicationTask",
                    JSON.createObjectNode()
                            .put("ReplicationTaskArn", TASK_ARN)
                            .put(
                                    "StartReplicationTaskType",
                                    before.equals("ready")
                                            ? "start-replication"
                                            : "resume-processing"));
        }
        dms.await(() -> List.of("stopped", "failed", "running").contains(status()));
        if (!status().equals("running")) {
            throw new LocalServerException(
                    "DMS Local's task %s is %s: %s"
                            .formatted(NAME, status(), task().path("LastFailureMessage").asText()));
        }
    }

    private JsonNode instance() {
        return find(
                "DescribeReplicationInstances",
                "ReplicationInstances",
                "replication-instance-id",
                NAME);
    }

    private String endpoint(String id) {
        return find("DescribeEndpoints", "Endpoints", "endpoint-id", id)
                .path("EndpointArn")
                .asText();
    }

    private JsonNode connection(String endpoint) {
        return find("DescribeConnections", "Connections", "endpoint-arn", endpoint);
    }

    private String status() {
        return task().path("Status").asText();
    }

    private JsonNode task() {
        return find(
                "DescribeReplicationTasks", "ReplicationTasks", "replication-task-arn", TASK_ARN);
    }

    private JsonNode find(String operation, String list, String filter, String value) {
        ObjectNode request = JSON.createObjectNode();
        request.putArray("Filters")
                .addObject()
                .put("Name", filter)
                .set("Values", JSON.valueToTree(List.of(value)));
        return call(operation, request).path(list).path(0);
    }

    private void createUnlessThere(String operation, JsonNode request) {
        HttpResponse<String> answer = send(operation, request);
        if (!answer.body().contains("ResourceAlreadyExistsFault")) {
            requireSuccess(operation, answer);
        }
    }

    private JsonNode call(String operation, JsonNode request) {
        HttpResponse<String> answer = send(operation, request);
        requireSuccess(operation, answer);
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireSuccess(String operation, HttpResponse<String> answer) {
        if (answer.statusCode() != 200) {
            throw new LocalServerException(
                    "DMS Local refuses %s: %s".formatted(operation, answer.body()));
        }
    }

    private HttpResponse<String> send(String operation, JsonNode request) {
        try {
            return http.send(
                    HttpRequest.newBuilder(api)
                            .header("Content-Type", "application/x-amz-json-1.1")
                            .header("X-Amz-Target", "AmazonDMSv20160101." + operation)
                            .timeout(Duration.ofSeconds(10))
                            .POST(BodyPublishers.ofString(request.toString()))
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new LocalServerException("DMS Local does not answer " + operation, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalServerException("interrupted during " + operation, e);
        }
    }

    /** Where the slot is: for the task's first start, everything that the service has done. */
    private static String position(LocalPostgres postgres) {
        return query(
                postgres,
                "SELECT confirmed_flush_lsn FROM pg_replication_slots WHERE slot_name = '%s'"
                        .formatted(SLOT));
    }

    private static String query(LocalPostgres postgres, String sql) {
        try (Connection connection = postgres.connect(Service.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : "";
        } catch (SQLException e) {
            throw new LocalServerException("the replication slot is not usable", e);
        }
    }

    private static String resource(String name) {
        try (InputStream content = ReverseSync.class.getResourceAsStream(name)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package com.travelbuddy.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.servers.Ports;
import com.travelbuddy.local.servers.ServerProcess;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** DMS Local as a process, with the jar that ships, driven by its API. */
final class DmsUnderTest implements AutoCloseable {

    /** Options of its JVM. */
    static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration BOUND = Duration.ofMinutes(10);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ServerProcess process;
    private final URI uri;
    private final Duration startToHealthy;

    private DmsUnderTest(ServerProcess process, URI uri, Duration startToHealthy) {
        this.process = process;
        this.uri = uri;
        this.startToHealthy = startToHealthy;
    }

    /**
     * Starts it.
     *
     * @param folder of its state and its log
     */
    static DmsUnderTest start(Path jar, Path folder) throws InterruptedException {
        int port = Ports.free();
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        JVM.get(0),
                        JVM.get(1),
                        "-jar",
                        jar.toString(),
                        "--port",
                        Integer.toString(port),
                        "--state",
                        folder.resolve("state").toString(),
                        "--dwell",
                        "0");
        long start = System.nanoTime();
        ServerProcess process =
                ServerProcess.start(
                        new ServerProcess.Launch("DMS Local", command, folder.resolve("log")));
        URI uri = URI.create("http://127.0.0.1:" + port);
        while (!isHealthy(uri)) {
            if (!process.isAlive()) {
                throw new IllegalStateException("DMS Local has ended" + process.logTail());
            }
            Thread.sleep(5);
        }
        return new DmsUnderTest(process, uri, Duration.ofNanos(System.nanoTime() - start));
    }

    private static boolean isHealthy(URI uri) {
        try {
            return ((HttpURLConnection) uri.resolve("/health").toURL().openConnection())
                            .getResponseCode()
                    == 200;
        } catch (IOException _) {
            return false;
        }
    }

    Duration startToHealthy() {
        return startToHealthy;
    }

    /** The most memory that was resident so far, in MB. */
    long mostResidentMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElseThrow();
    }

    /** Calls an operation of the API. */
    JsonNode call(String operation, String json) throws IOException, InterruptedException {
        HttpResponse<String> response =
                http.send(
                        HttpRequest.newBuilder(uri)
                                .header("Content-Type", "application/x-amz-json-1.1")
                                .header("X-Amz-Target", "AmazonDMSv20160101." + operation)
                                .POST(HttpRequest.BodyPublishers.ofString(json))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(operation + " failed: " + response.body());
        }
        return JSON.readTree(response.body());
    }

    /** Makes a replication instance; returns its ARN. */
    String instance() throws IOException, InterruptedException {
        String arn =
                call(
                                "CreateReplicationInstance",
                                """
                                {"ReplicationInstanceIdentifier": "bench",
                                 "ReplicationInstanceClass": "dms.t3.medium"}
                                """)
                        .at("/ReplicationInstance/ReplicationInstanceArn")
                        .asText();
        await(
                "DescribeReplicationInstances",
                "{}",
                "/ReplicationInstances/0/ReplicationInstanceStatus",
                "available");
        return arn;
    }

    /** Makes an endpoint and tests its connection; returns its ARN. */
    String endpoint(String instance, String json) throws IOException, InterruptedException {
        String arn = call("CreateEndpoint", json).at("/Endpoint/EndpointArn").asText();
        call(
                "TestConnection",
                """
                {"ReplicationInstanceArn": "%s", "EndpointArn": "%s"}
                """
                        .formatted(instance, arn));
        await(
                "DescribeConnections",
                """
                {"Filters": [{"Name": "endpoint-arn", "Values": ["%s"]}]}
                """
                        .formatted(arn),
                "/Connections/0/Status",
                "successful");
        return arn;
    }

    /** Makes a task that loads and follows, ready to be started. */
    Task task(
            String id,
            String instance,
            String source,
            String target,
            String mapping,
            String settings)
            throws IOException, InterruptedException {
        ObjectNode request =
                JSON.createObjectNode()
                        .put("ReplicationTaskIdentifier", id)
                        .put("ReplicationInstanceArn", instance)
                        .put("SourceEndpointArn", source)
                        .put("TargetEndpointArn", target)
                        .put("MigrationType", "full-load-and-cdc")
                        .put("TableMappings", mapping)
                        .put("ReplicationTaskSettings", settings);
        String arn =
                call("CreateReplicationTask", request.toString())
                        .at("/ReplicationTask/ReplicationTaskArn")
                        .asText();
        Task task = new Task(arn);
        task.await("ready");
        return task;
    }

    private void await(String operation, String json, String pointer, String value)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + BOUND.toNanos();
        String answer = "";
        while (!answer.equals(value)) {
            JsonNode found = call(operation, json);
            answer = found.at(pointer).asText();
            if (answer.equals("failed") || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "Not %s: %s%s".formatted(value, found, process.logTail()));
            }
            Thread.sleep(answer.equals(value) ? 0 : 10);
        }
    }

    @Override
    public void close() {
        process.stop();
        http.close();
    }

    /** A task of it. */
    final class Task {

        private final String arn;

        private Task(String arn) {
            this.arn = arn;
        }

        /** Starts it for the first time; returns at once. */
        void start() throws IOException, InterruptedException {
            start("start-replication");
        }

        /** Has it go on where it was stopped; returns at once. */
        void resume() throws IOException, InterruptedException {
            start("resume-processing");
        }

        private void start(String type) throws IOException, InterruptedException {
            call(
                    "StartReplicationTask",
                    """
                    {"ReplicationTaskArn": "%s", "StartReplicationTaskType": "%s"}
                    """
                            .formatted(arn, type));
        }

        /** Returns when it has stopped. */
        void stop() throws IOException, InterruptedException {
            call("StopReplicationTask", "{\"ReplicationTaskArn\": \"%s\"}".formatted(arn));
            await("stopped");
        }

        void await(String status) throws IOException, InterruptedException {
            DmsUnderTest.this.await(
                    "DescribeReplicationTasks",
                    """
                    {"Filters": [{"Name": "replication-task-arn", "Values": ["%s"]}],
                     "WithoutSettings": true}
                    """
                            .formatted(arn),
                    "/ReplicationTasks/0/Status",
                    status);
        }

        /** Returns when its only table is loaded. */
        void awaitLoaded() throws IOException, InterruptedException {
            await("running");
            DmsUnderTest.this.await(
                    "DescribeTableStatistics",
                    "{\"ReplicationTaskArn\": \"%s\"}".formatted(arn),
                    "/TableStatistics/0/TableState",
                    "Table completed");
        }

        /** A figure about its only table. */
        long statistic(String name) throws IOException, InterruptedException {
            return call(
                            "DescribeTableStatistics",
                            "{\"ReplicationTaskArn\": \"%s\"}".formatted(arn))
                    .at("/TableStatistics/0/" + name)
                    .asLong();
        }
    }
}

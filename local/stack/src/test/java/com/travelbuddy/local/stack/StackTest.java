package com.travelbuddy.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.Ports;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The stack with the real jars of the service, of DMS Local and of reverse-sync. */
class StackTest {

    private static final Path SERVICE = Path.of(System.getProperty("service.jar"));
    private static final Path DMS = Path.of(System.getProperty("dms.jar"));
    private static final Path SYNC = Path.of(System.getProperty("sync.jar"));
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir Path temporary;

    @BeforeAll
    static void programsAreBuilt() {
        assertThat(List.of(SERVICE, DMS, SYNC))
                .as("built by Maven's phase package, as in mvnw verify")
                .allSatisfy(jar -> assertThat(jar).exists());
    }

    @Test
    void showsTheEventOfAnUpdateAndSaysWhichPartHasEnded() throws Exception {
        Map<Port, Integer> ports = StackProcess.ports();
        try (StackProcess stack = start(ports)) {
            stack.awaitLine("Ctrl-C stops all");
            stack.noteProcesses();

            assertThat(updateHeader(ports, "Łódź to 東京").statusCode()).isEqualTo(200);
            assertThat(stack.awaitLine("event  key=1"))
                    .contains("\"flightSpecialHeader\":\"Łódź to 東京\"")
                    .contains("ce_id=");

            stack.kill(SERVICE);
            stack.awaitLine("the service has ended by itself, with exit code 137");
            assertThat(stack.awaitExit()).isEqualTo(1);
            assertThat(stack.lines()).endsWith("All stopped");
            stack.awaitNothingLeft();
        }
    }

    @Test
    void bringsEveryRowToTheMonolithsTableAndProvesIt() throws Exception {
        Map<Port, Integer> ports = StackProcess.ports();
        try (StackProcess stack = start(ports)) {
            String config =
                    stack.awaitLine("REVERSE_SYNC_CONFIG=").split("REVERSE_SYNC_CONFIG=")[1];
            stack.awaitLine("Ctrl-C stops all");
            stack.noteProcesses();
            // Cost and expiry of the sample data were random on both sides.
            assertThat(monolith(ports)).isEqualTo(service(ports));

            long before = System.nanoTime();
            assertThat(updateHeader(ports, "Łódź to Çeşme").statusCode()).isEqualTo(200);
            assertThat(stack.awaitLine("row    id=1  header=Łódź to Çeşme"))
                    .contains("originCode=LHR");
            System.out.printf(
                    "the row was in MySQL and on the screen after %d ms%n",
                    (System.nanoTime() - before) / 1_000_000);
            assertThat(monolith(ports)).isEqualTo(service(ports));
            assertThat(sync(config, "verify").exitCode()).isZero();

            List<List<String>> level = monolith(ports);
            change(ports, "UPDATE flightspecial SET expiryDate = expiryDate + 1 WHERE id = 3");
            Command differs = sync(config, "verify");
            assertThat(differs.exitCode()).as(differs.output()).isEqualTo(6);
            assertThat(differs.output()).contains("RECORD_DIFF", "expiryDate");
            assertThat(sync(config, "verify", "--repair").exitCode()).isZero();
            assertThat(monolith(ports)).isEqualTo(level);
            Command status = sync(config, "status");
            assertThat(status.exitCode()).as(status.output()).isZero();
            assertThat(
                            send(HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:%d/metrics"
                                                            .formatted(
                                                                    ports.get(Port.REVERSE_SYNC)))))
                                    .body())
                    .contains("reverse_sync_verdict");

            stack.process().destroyForcibly();
            stack.awaitNothingLeft();
        }
    }

    @Test
    void saysThatDmsLocalHasEnded() throws Exception {
        try (StackProcess stack = start(StackProcess.ports())) {
            stack.awaitLine("Ctrl-C stops all");
            stack.noteProcesses();
            stack.kill(DMS);
            stack.awaitLine("DMS Local has ended by itself, with exit code 137");
            assertThat(stack.awaitExit()).isEqualTo(1);
            stack.awaitNothingLeft();
        }
    }

    @Test
    void continuesWithKeptDataAfterAKillAndEndsInOrderWhenToldTo(@TempDir Path state)
            throws Exception {
        Map<Port, Integer> ports = StackProcess.ports();
        try (StackProcess stack = start(ports, "--state", state.toString())) {
            stack.awaitLine("Ctrl-C stops all");
            assertThat(updateHeader(ports, "London to Seoul").statusCode()).isEqualTo(200);
            stack.awaitLine("event  key=1");
            awaitAgreement(ports);
            try (StackProcess second = start(StackProcess.ports(), "--state", state.toString())) {
                assertThat(second.awaitExit()).isEqualTo(1);
                assertThat(second.lines())
                        .singleElement()
                        .asString()
                        .contains(state.toString(), "is in use by another stack");
            }
        }
        Map<Port, Integer> moved = StackProcess.ports();
        try (StackProcess stack = start(moved, "--state", state.toString())) {
            stack.awaitLine("Ctrl-C stops all");
            stack.noteProcesses();
            assertThat(get(moved, "/flightspecials/1").body()).contains("London to Seoul");
            assertThat(updateHeader(moved, "London to Busan").statusCode()).isEqualTo(200);
            // Not what the earlier run has shown.
            assertThat(stack.awaitLine("event  key=1"))
                    .contains("\"flightSpecialHeader\":\"London to Busan\"");
            awaitAgreement(moved);
            assertThat(monolith(moved)).first().asString().startsWith("[1, London to Busan, ");

            stack.terminate();
            assertThat(stack.awaitExit()).isZero();
            assertThat(stack.lines())
                    .containsSubsequence(
                            "Stopping",
                            stack.awaitLine("stopped service"),
                            stack.awaitLine("stopped DMS Local"),
                            stack.awaitLine("stopped PostgreSQL"))
                    .endsWith("All stopped");
            assertThat(moved.values()).allMatch(Ports::isFree);
            stack.awaitNothingLeft();
        }
    }

    @Test
    void leavesNothingBehindWhenToldToEndWhileStarting() throws Exception {
        try (StackProcess stack = start(StackProcess.ports())) {
            stack.awaitLine("MariaDB     ready");
            stack.terminate();
            assertThat(stack.awaitExit()).isZero();
            assertThat(stack.lines()).endsWith("All stopped");
            stack.awaitNothingLeft();
        }
    }

    @Test
    void showsTheLogOfAServiceThatCannotStart(@TempDir Path folder) throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.jar"), "not a jar");
        try (StackProcess stack =
                StackProcess.start(
                        temporary,
                        StackProcess.variables(StackProcess.ports()),
                        "--service=" + broken,
                        "--dms=" + DMS,
                        "--sync=" + SYNC)) {
            assertThat(stack.awaitExit()).isEqualTo(1);
            stack.awaitLine("the service ended with exit code 1 while starting");
            stack.awaitLine("Invalid or corrupt jarfile");
            assertThat(stack.lines()).endsWith("All stopped");
            stack.awaitNothingLeft();
        }
    }

    @Test
    void namesEveryBusyPortBeforeAnythingStarts() throws Exception {
        Map<Port, Integer> ports = StackProcess.ports();
        try (ServerSocket one = listen(ports.get(Port.SERVICE));
                ServerSocket other = listen(ports.get(Port.KAFKA));
                ServerSocket third = listen(ports.get(Port.DMS));
                StackProcess stack = start(ports)) {
            assertThat(stack.awaitExit()).isEqualTo(1);
            assertThat(stack.lines()).hasSize(4);
            assertThat(stack.awaitLine("APP_PORT=")).contains("port " + one.getLocalPort());
            assertThat(stack.awaitLine("KAFKA_PORT=")).contains("port " + other.getLocalPort());
            assertThat(stack.awaitLine("DMS_PORT="))
                    .contains("port %d, for DMS Local,".formatted(third.getLocalPort()));
        }
    }

    @Test
    void refusesUnknownArgumentsAsWrongUse() throws Exception {
        try (StackProcess stack = StackProcess.start(temporary, Map.of(), "--verbose")) {
            assertThat(stack.awaitExit()).isEqualTo(2);
            stack.awaitLine("unknown argument: --verbose");
        }
    }

    private StackProcess start(Map<Port, Integer> ports, String... arguments) throws IOException {
        String[] all = Arrays.copyOf(arguments, arguments.length + 3);
        all[arguments.length] = "--service=" + SERVICE;
        all[arguments.length + 1] = "--dms=" + DMS;
        all[arguments.length + 2] = "--sync=" + SYNC;
        return StackProcess.start(temporary, StackProcess.variables(ports), all);
    }

    private record Command(int exitCode, String output) {}

    /** As the hints on the screen say. */
    private static Command sync(String config, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                SYNC.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(
                        Map.of(
                                "AWS_ACCESS_KEY_ID", "any",
                                "AWS_SECRET_ACCESS_KEY", "any",
                                "REVERSE_SYNC_CONFIG", config));
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        return new Command(process.waitFor(), output);
    }

    private static void change(Map<Port, Integer> ports, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                monolithUrl(ports), LocalMariaDb.USERNAME, LocalMariaDb.PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String monolithUrl(Map<Port, Integer> ports) {
        return "jdbc:mysql://127.0.0.1:%d/travelbuddy?sslMode=DISABLED"
                .formatted(ports.get(Port.MYSQL));
    }

    private static void awaitAgreement(Map<Port, Integer> ports) {
        await().atMost(BOUND)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(monolith(ports)).isEqualTo(service(ports)));
    }

    private static List<List<String>> service(Map<Port, Integer> ports) throws SQLException {
        return rows(
                "jdbc:postgresql://127.0.0.1:%d/%s"
                        .formatted(ports.get(Port.POSTGRES), Service.DATABASE),
                LocalPostgres.USERNAME,
                LocalPostgres.PASSWORD,
                """
                SELECT id, header, body, origin, origin_code, destination, destination_code, cost,
                       floor(extract(epoch FROM expiry_date) * 1000)::bigint
                  FROM travelbuddy.flightspecial ORDER BY id
                """);
    }

    private static List<List<String>> monolith(Map<Port, Integer> ports) throws SQLException {
        return rows(
                monolithUrl(ports),
                LocalMariaDb.USERNAME,
                LocalMariaDb.PASSWORD,
                """
                SELECT id, header, body, origin, originCode, destination, destinationCode, cost,
                       expiryDate
                  FROM flightspecial ORDER BY id
                """);
    }

    private static List<List<String>> rows(
            String url, String username, String password, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, username, password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<List<String>> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(values);
            }
            return rows;
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        return new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"));
    }

    private static HttpResponse<String> updateHeader(Map<Port, Integer> ports, String header)
            throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(uri(ports, "/flightspecials/1/header"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"id\":1,\"flightSpecialHeader\":\"%s\"}"
                                                .formatted(header))));
    }

    private static HttpResponse<String> get(Map<Port, Integer> ports, String path)
            throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(ports, path)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static URI uri(Map<Port, Integer> ports, String path) {
        return URI.create("http://127.0.0.1:%d%s".formatted(ports.get(Port.SERVICE), path));
    }
}

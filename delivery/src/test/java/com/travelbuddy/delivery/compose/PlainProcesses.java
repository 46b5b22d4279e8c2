package com.travelbuddy.delivery.compose;

import com.travelbuddy.delivery.support.Tool;
import com.travelbuddy.local.servers.LocalKafka;
import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.ServerProcess;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What compose.yaml describes, as plain processes: the servers that tests bring along, our jars,
 * and the scripts, each with the environment, command and files of its container, started in the
 * order that the conditions ask for.
 */
final class PlainProcesses implements AutoCloseable {

    private static final Duration BOUND = Duration.ofMinutes(3);

    private final ComposeFile file;
    private final Path folder;
    private final List<PlainContainer.Address> addresses;
    private final Map<String, PlainContainer> containers = new HashMap<>();
    private final Map<String, ServerProcess> processes = new HashMap<>();
    private final Deque<Runnable> running = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();

    PlainProcesses(ComposeFile file, Path folder) {
        this.file = file;
        this.folder = folder;
        this.addresses =
                file.services().values().stream()
                        .flatMap(
                                service ->
                                        Stream.concat(
                                                service.ports().stream()
                                                        .map(
                                                                port ->
                                                                        new PlainContainer.Address(
                                                                                service.name(),
                                                                                port.inside(),
                                                                                port.outside())),
                                                insideListener(service).stream()))
                        .toList();
        for (ComposeService service : file.services().values()) {
            containers.put(
                    service.name(),
                    new PlainContainer(
                            service,
                            addresses,
                            folder.resolve("volumes"),
                            folder.resolve(service.name())));
        }
    }

    /** Starts all; what ends by itself has ended, and what has a check of health is healthy. */
    void start() throws Exception {
        MySqlClient.install(Files.createDirectories(folder.resolve("bin")));
        for (ComposeService service : file.startOrder()) {
            for (Map.Entry<String, String> wait : service.conditions().entrySet()) {
                if (wait.getValue().equals("service_healthy")) {
                    awaitHealthy(wait.getKey());
                } else {
                    awaitSuccess(wait.getKey());
                }
            }
            switch (service.name()) {
                case "db" -> startPostgres(service);
                case "kafka" -> startKafka();
                case "mysql" -> startMySql(service);
                default -> startProcess(service);
            }
        }
    }

    /** The port of this machine that a port of a container is at. */
    int here(String service, int inside) {
        return addresses.stream()
                .filter(address -> address.service().equals(service) && address.inside() == inside)
                .findFirst()
                .orElseThrow()
                .here();
    }

    /** All that a service has written. */
    String output(String service) {
        try {
            return Files.readString(log(service));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the check of health of a service once. */
    Tool.Result check(String service) {
        PlainContainer container = containers.get(service);
        return Tool.run(folder, environment(container), container.healthCheck());
    }

    /**
     * Returns when a service has ended with 0.
     *
     * @throws AssertionError with its output, when it ended otherwise
     */
    void awaitSuccess(String service) throws Exception {
        int exitCode = processes.get(service).onExit().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        if (exitCode != 0) {
            throw new AssertionError(
                    "%s has ended with %d: %s".formatted(service, exitCode, output(service)));
        }
    }

    /** The answer to a request to a service. */
    String get(String service, int inside, String path) throws Exception {
        return http.send(request(service, inside, path), BodyHandlers.ofString()).body();
    }

    /** Stops what still runs, the last first. */
    @Override
    public void close() {
        http.close();
        while (!running.isEmpty()) {
            running.pop().run();
        }
    }

    private void startKafka() {
        running.push(
                LocalKafka.start(LocalKafka.Options.temporary().withPort(here("kafka", 9092)))
                        ::close);
    }

    private void startPostgres(ComposeService service) throws SQLException {
        var postgres =
                LocalPostgres.start(LocalPostgres.Options.temporary().withPort(here("db", 5432)));
        running.push(postgres::close);
        Map<String, String> account = service.environment();
        // As the image's own start does.
        try (Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE ROLE %s SUPERUSER LOGIN PASSWORD %s"
                            .formatted(
                                    statement.enquoteIdentifier(account.get("POSTGRES_USER"), true),
                                    statement.enquoteLiteral(account.get("POSTGRES_PASSWORD"))));
            postgres.createDatabase(account.get("POSTGRES_DB"));
        }
    }

    private void startMySql(ComposeService service) throws SQLException, IOException {
        var mysql =
                LocalMariaDb.start(LocalMariaDb.Options.temporary().withPort(here("mysql", 3306)));
        running.push(mysql::close);
        Map<String, String> account = service.environment();
        String database = account.get("MYSQL_DATABASE");
        mysql.createDatabase(database);
        try (Connection connection = mysql.connect(database);
                Statement statement = connection.createStatement();
                Stream<Path> scripts =
                        Files.list(
                                containers
                                        .get(service.name())
                                        .path("/docker-entrypoint-initdb.d"))) {
            for (Path script : scripts.sorted().toList()) {
                statement.execute(Files.readString(script));
            }
            statement.execute(
                    "SET PASSWORD = PASSWORD(%s)"
                            .formatted(
                                    statement.enquoteLiteral(account.get("MYSQL_ROOT_PASSWORD"))));
        }
    }

    private void startProcess(ComposeService service) {
        PlainContainer container = containers.get(service.name());
        ServerProcess process =
                ServerProcess.start(
                        new ServerProcess.Launch(
                                        service.name(), container.command(), log(service.name()))
                                .withEnvironment(environment(container, service)));
        processes.put(service.name(), process);
        running.push(process::stop);
    }

    private void awaitHealthy(String service) {
        switch (service) {
            // These were ready when their start returned.
            case "db", "kafka", "mysql" -> {}
            case "app" -> awaitAnswer(service, 8081, "/health/ready");
            case "dms-local" -> awaitAnswer(service, 15566, "/health");
            case "reverse-sync" -> awaitAnswer(service, 8090, "/health/ready");
            default ->
                    Awaitility.await(service)
                            .atMost(BOUND)
                            .until(
                                    () -> {
                                        if (!processes.get(service).isAlive()) {
                                            throw new AssertionError(output(service));
                                        }
                                        return check(service).exitCode() == 0;
                                    });
        }
    }

    private void awaitAnswer(String service, int inside, String path) {
        HttpRequest request = request(service, inside, path);
        processes
                .get(service)
                .awaitReady(
                        () -> {
                            try {
                                return http.send(request, BodyHandlers.discarding()).statusCode()
                                        == 200;
                            } catch (IOException notYet) {
                                return false;
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                return false;
                            }
                        },
                        BOUND);
    }

    private HttpRequest request(String service, int inside, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(here(service, inside), path)))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private Map<String, String> environment(PlainContainer container) {
        Map<String, String> environment = new HashMap<>(container.environment());
        environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        return environment;
    }

    /** Ours listen where others can reach them; in a container they all do so by default. */
    private Map<String, String> environment(PlainContainer container, ComposeService service) {
        Map<String, String> environment = environment(container);
        if (!service.ports().isEmpty()) {
            switch (service.target()) {
                case "service" -> {
                    environment.put("APP_HOST", "127.0.0.1");
                    environment.put("APP_PORT", Integer.toString(here("app", 8080)));
                    environment.put("MANAGEMENT_HOST", "127.0.0.1");
                    environment.put("MANAGEMENT_PORT", Integer.toString(here("app", 8081)));
                }
                case "dms-local" ->
                        environment.put(
                                "DMS_LOCAL_PORT", Integer.toString(here("dms-local", 15566)));
                case "reverse-sync" -> {
                    environment.put("REVERSE_SYNC_SERVE_ADDRESS", "127.0.0.1");
                    environment.put(
                            "REVERSE_SYNC_SERVE_PORT",
                            Integer.toString(here("reverse-sync", 8090)));
                }
                default -> throw new IllegalStateException(service.target());
            }
        }
        return environment;
    }

    private Path log(String service) {
        return folder.resolve(service + ".log");
    }

    /** The port that Kafka tells those in the containers; here it has but one. */
    private static Optional<PlainContainer.Address> insideListener(ComposeService service) {
        String listeners = service.environment().getOrDefault("KAFKA_ADVERTISED_LISTENERS", "");
        return Pattern.compile("//%s:(\\d+)".formatted(service.name()))
                .matcher(listeners)
                .results()
                .map(
                        found ->
                                new PlainContainer.Address(
                                        service.name(),
                                        Integer.parseInt(found.group(1)),
                                        service.ports().getFirst().outside()))
                .findFirst();
    }
}

package com.travelbuddy.delivery.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.delivery.support.Tool;
import com.travelbuddy.local.servers.LocalKafka;
import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.Ports;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Each image's start command, with its files, its flags and its AOT cache, as a stranger's process.
 */
class ImagesTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    private static ImageFolders images;
    private static LocalPostgres postgres;
    private static LocalMariaDb mariaDb;
    private static LocalKafka kafka;

    @BeforeAll
    static void layOutAndTrain() {
        Assumptions.assumeTrue(Tool.isInstalled("setpriv"), "setpriv is not installed");
        images = new ImageFolders();
        postgres = LocalPostgres.start(LocalPostgres.Options.temporary());
        postgres.createDatabase("dso");
        mariaDb = LocalMariaDb.start(LocalMariaDb.Options.temporary());
        mariaDb.createMonolith();
        kafka = LocalKafka.start(LocalKafka.Options.temporary());
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable part : new AutoCloseable[] {kafka, mariaDb, postgres, images}) {
            if (part != null) {
                close(part);
            }
        }
    }

    @Test
    void theThreeImagesCarryOneRowFromHttpToMySql(@TempDir Path folder) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> service = service(folder);
        try (Container migration = new Container(images, "service", service, "migrate")) {
            assertThat(migration.awaitExit()).as(migration.output()).isZero();
        }
        Map<String, String> dms = Map.of("DMS_LOCAL_PORT", Integer.toString(Ports.free()));
        Map<String, String> sync = sync(folder, dms.get("DMS_LOCAL_PORT"));
        try (Container serving = new Container(images, "service", service);
                Container dmsLocal = new Container(images, "dms-local", dms)) {
            awaitHealthy(serving, "service", service);
            awaitHealthy(dmsLocal, "dms-local", dms);

            for (String command : List.of("mapping", "run", "verify")) {
                try (Container job = new Container(images, "reverse-sync", sync, command)) {
                    assertThat(job.awaitExit()).as(command + job.output()).isZero();
                }
            }
            updateHeader(service.get("APP_PORT"), "London to Seoul");
            await().atMost(BOUND)
                    .untilAsserted(() -> assertThat(monolithHeader()).isEqualTo("London to Seoul"));

            try (Container page = new Container(images, "reverse-sync", sync, "serve")) {
                awaitSuccess(page, () -> new Container(images, "reverse-sync", sync, "health"));
                assertThat(page.terminate()).as(page.output()).isZero();
            }
            assertThat(serving.terminate()).as(serving.output()).isZero();
            assertThat(serving.output()).contains("Draining", "Stopped");
            assertThat(dmsLocal.terminate()).as(dmsLocal.output()).isZero();
        }
    }

    @Test
    void withoutArgumentsReverseSyncHelps() {
        try (Container help = new Container(images, "reverse-sync", Map.of())) {
            assertThat(help.awaitExit()).as(help.output()).isZero();
            assertThat(help.output()).contains("Usage: reverse-sync");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "service, com.travelbuddy.flightspecials.Main",
        "reverse-sync, com.travelbuddy.reversesync.Main",
        "dms-local, com.travelbuddy.local.dms.Main"
    })
    void classesComeFromTheCacheOfTheImage(String image, String main) throws IOException {
        assertThat(classLoading(image)).contains(main + " source: shared objects file");

        Path cache = images.path(image).resolve("app.aot");
        Path kept = Files.move(cache, cache.resolveSibling("kept.aot"));
        try {
            assertThat(classLoading(image)).contains(main + " source: file:");
        } finally {
            Files.move(kept, cache);
        }
    }

    private static String classLoading(String image) {
        Map<String, String> options = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load");
        try (Container help = new Container(images, image, options, "--help")) {
            assertThat(help.awaitExit()).as(help.output()).isZero();
            return help.output();
        }
    }

    @Test
    void programsOwnNothingInTheirImage() throws IOException {
        for (String image : List.of("java", "service", "reverse-sync", "dms-local")) {
            try (Stream<Path> files = Files.walk(images.path(image))) {
                assertThat(files)
                        .allSatisfy(
                                file ->
                                        assertThat(
                                                        PosixFilePermissions.toString(
                                                                Files.getPosixFilePermissions(
                                                                        file)))
                                                .matches("r..r.-r.-|r..r.xr.x"));
            }
        }
    }

    private static Map<String, String> service(Path folder) throws IOException {
        Path secrets = Files.createDirectory(folder.resolve("secret"));
        Files.writeString(secrets.resolve("database.password"), LocalPostgres.PASSWORD);
        Map<String, String> variables = new HashMap<>();
        variables.put("APP_PORT", Integer.toString(Ports.free()));
        variables.put("MANAGEMENT_PORT", Integer.toString(Ports.free()));
        variables.put("SECRETS_FOLDER", secrets.toString());
        variables.put("DATABASE_ENDPOINT", "127.0.0.1");
        variables.put("DATABASE_PORT", Integer.toString(postgres.port()));
        variables.put("DB_SAMPLE_DATA", "true");
        variables.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrap());
        variables.put("HTTP_DRAIN_DELAY", "100ms");
        return variables;
    }

    private static Map<String, String> sync(Path folder, String dmsPort) throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("reverse-sync.yaml"),
                        """
                        source: {host: 127.0.0.1, port: %d, database: dso, username: %s, tls: none}
                        target: {host: 127.0.0.1, port: %d, database: travelbuddy, username: %s, tls: none}
                        tables:
                          - source: travelbuddy.flightspecial
                            columns:
                              expiry_date: {to: expiryDate, as: epoch-millis}
                            drop: [version, updated_at]
                        dms:
                          endpoint: http://127.0.0.1:%s
                          region: us-east-1
                          poll-interval: 200ms
                          subnet-group: {subnets: [subnet-a, subnet-b]}
                        verify: {settle: 2s}
                        serve: {address: 127.0.0.1, port: %d, interval: 1s}
                        """
                                .formatted(
                                        postgres.port(),
                                        LocalPostgres.USERNAME,
                                        mariaDb.port(),
                                        LocalMariaDb.USERNAME,
                                        dmsPort,
                                        Ports.free()));
        return Map.of(
                "REVERSE_SYNC_CONFIG",
                config.toString(),
                "REVERSE_SYNC_SOURCE_PASSWORD",
                LocalPostgres.PASSWORD,
                "REVERSE_SYNC_TARGET_PASSWORD",
                LocalMariaDb.PASSWORD,
                "AWS_ACCESS_KEY_ID",
                "any",
                "AWS_SECRET_ACCESS_KEY",
                "any");
    }

    private static void awaitHealthy(
            Container container, String image, Map<String, String> variables) {
        awaitSuccess(container, () -> Container.healthCheck(images, image, variables));
    }

    private static void awaitSuccess(Container container, Supplier<Container> check) {
        await().atMost(BOUND)
                .untilAsserted(
                        () -> {
                            assertThat(container.isAlive()).as(container.output()).isTrue();
                            try (Container asking = check.get()) {
                                assertThat(asking.awaitExit()).as(asking.output()).isZero();
                            }
                        });
    }

    private static void updateHeader(String port, String header)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:%s/flightspecials/1/header"
                                                            .formatted(port)))
                                    .header("Content-Type", "application/json")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"flightSpecialHeader\":\"%s\"}"
                                                            .formatted(header)))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private static String monolithHeader() throws SQLException {
        try (Connection connection = mariaDb.connect(LocalMariaDb.MONOLITH);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT header FROM flightspecial WHERE id = 1")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}

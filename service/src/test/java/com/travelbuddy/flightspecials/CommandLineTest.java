package com.travelbuddy.flightspecials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;
import com.travelbuddy.local.servers.LocalPostgres;
import com.travelbuddy.local.servers.Ports;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The service's process from the outside: commands, exit codes, and what it says when it cannot
 * start.
 */
final class CommandLineTest {

    @Test
    void helpIsPrintedWithoutAnyConfiguration() {
        try (ServiceProcess process = ServiceProcess.launch(Map.of(), "--help")) {
            assertThat(process.awaitExit()).isZero();
            assertThat(process.log()).contains("migrate", "Exit codes");
        }
    }

    @Test
    void anUnknownCommandIsNamed() {
        try (ServiceProcess process = ServiceProcess.launch(Map.of(), "migrat")) {
            assertThat(process.awaitExit()).isEqualTo(2);
            assertThat(process.log()).contains("Unknown command: migrat", "Usage:");
        }
    }

    @Test
    void aWrongConfigurationIsListedAndEndsTheStart() {
        Map<String, String> environment = Map.of("APP_PORT", "http", "LOG_FORMAT", "xml");
        try (ServiceProcess process = ServiceProcess.launch(environment)) {
            assertThat(process.awaitExit()).isEqualTo(2);
            assertThat(process.log())
                    .contains(
                            "http.port (APP_PORT)",
                            "log.format (LOG_FORMAT)",
                            "(DB_PASSWORD) is missing")
                    .doesNotContain("\tat ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"APP_PORT", "MANAGEMENT_PORT"})
    void aBusyPortIsNamedAndEndsTheStart(String variable) throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<String, String> environment = environment();
            environment.put(variable, String.valueOf(busy.getLocalPort()));
            try (ServiceProcess process = ServiceProcess.launch(environment)) {
                assertThat(process.awaitExit()).isEqualTo(1);
                assertThat(process.log())
                        .contains("127.0.0.1:" + busy.getLocalPort() + " (" + variable + ")");
            }
        }
    }

    @Test
    void migrateBringsTheSchemaUpToDateAndEnds() {
        Map<String, String> environment = environment();
        for (int i = 0; i < 2; i++) {
            try (ServiceProcess process = ServiceProcess.launch(environment, "migrate")) {
                assertThat(process.awaitExit()).as(process.log()).isZero();
                assertThat(process.log()).contains("The schema is up to date");
            }
        }
    }

    @Test
    void migrateWaitsForADatabaseThatIsNotThereYet() {
        Map<String, String> environment = environment();
        int port = Ports.free();
        environment.put("DATABASE_PORT", String.valueOf(port));
        environment.put("DB_DATABASE_NAME", "postgres");
        try (ServiceProcess process = ServiceProcess.launch(environment, "migrate")) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(
                            () -> assertThat(process.log()).contains("Waiting for the database"));
            try (LocalPostgres _ =
                    LocalPostgres.start(LocalPostgres.Options.temporary().withPort(port))) {
                assertThat(process.awaitExit()).as(process.log()).isZero();
                assertThat(process.log()).contains("The schema is up to date");
            }
        }
    }

    @Test
    void healthTellsWhetherTheServiceIsReady() {
        Map<String, String> environment = environment();
        try (ServiceProcess service = ServiceProcess.start(environment)) {
            environment.put("MANAGEMENT_PORT", String.valueOf(service.managementUri().getPort()));
            for (String host : List.of("127.0.0.1", "0.0.0.0")) {
                environment.put("MANAGEMENT_HOST", host);
                try (ServiceProcess health = ServiceProcess.launch(environment, "health")) {
                    assertThat(health.awaitExit()).as(health.log()).isZero();
                }
            }
        }
        try (ServiceProcess health = ServiceProcess.launch(environment, "health")) {
            assertThat(health.awaitExit()).isEqualTo(1);
            assertThat(health.log()).startsWith("no answer: ");
        }
    }

    @Test
    void tablesThatCannotBeTakenOverEndTheStartWithAnExplanation() throws Exception {
        Map<String, String> environment = environment();
        try (Connection connection =
                        Servers.postgres().connect(environment.get("DB_DATABASE_NAME"));
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE SCHEMA travelbuddy; CREATE TABLE travelbuddy.flightspecial (id text)");
        }
        try (ServiceProcess process = ServiceProcess.launch(environment)) {
            assertThat(process.awaitExit()).isEqualTo(1);
            assertThat(process.log())
                    .contains("is not the one that this service takes over: id must be bigint");
        }
    }

    @Test
    void theLogIsOneJsonObjectPerLineUnlessTextIsAskedFor() {
        Map<String, String> environment = environment();
        environment.put("LOG_FORMAT", "json");
        try (ServiceProcess process = ServiceProcess.launch(environment, "migrate")) {
            assertThat(process.awaitExit()).isZero();
            assertThat(process.log().lines())
                    .isNotEmpty()
                    .allMatch(line -> line.startsWith("{\"") && line.endsWith("}"));
        }
    }

    private static Map<String, String> environment() {
        return new HashMap<>(
                ServiceEnvironment.of(Servers.postgres(), Servers.newDatabase(), "localhost:9092"));
    }
}

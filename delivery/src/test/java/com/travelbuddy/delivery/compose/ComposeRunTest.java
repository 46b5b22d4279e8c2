package com.travelbuddy.delivery.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.support.Tool;
import com.travelbuddy.local.servers.Ports;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What compose.yaml describes works, as far as that shows without containers. */
class ComposeRunTest {

    private static final Duration BOUND = Duration.ofMinutes(2);

    @TempDir private static Path folder;

    private static PlainProcesses system;

    /** None of the variables has its default, so that what is said twice has to agree. */
    @BeforeAll
    static void start() throws Exception {
        for (String program : List.of("bash", "wget")) {
            Assumptions.assumeTrue(Tool.isInstalled(program), program + " is not installed");
        }
        Map<String, String> variables =
                new HashMap<>(
                        Map.of(
                                "DB_DATABASE_NAME", "offers",
                                "DB_USERNAME", "keeper",
                                "DB_PASSWORD", "pass-of-postgres",
                                "MYSQL_PASSWORD", "pass-of-mysql"));
        ComposeFile.variables().keySet().stream()
                .filter(name -> name.endsWith("_PORT"))
                .forEach(name -> variables.put(name, Integer.toString(Ports.free())));
        system = new PlainProcesses(ComposeFile.with(variables), folder);
        system.start();
        system.awaitSuccess("first-change");
    }

    @AfterAll
    static void stop() {
        if (system != null) {
            system.close();
        }
    }

    @Test
    void showsTheFirstChangeTravel() {
        String header = first("POST /flightspecials/1/header: (.+)");

        assertTravels(1, header);
    }

    @Test
    void saysHowToChangeAnother() {
        Assumptions.assumeTrue(Tool.isInstalled("curl"), "curl is not installed");

        String curl = first("(curl .+)");
        Tool.Result answer = Tool.run(folder, Map.of(), List.of("sh", "-c", curl));

        assertThat(answer.output()).contains("\"resultCode\":\"Y\"");
        assertTravels(2, "Paris to Seoul");
    }

    @Test
    void showsThatTheSyncIsWell() throws Exception {
        Awaitility.await()
                .atMost(BOUND)
                .untilAsserted(
                        () ->
                                assertThat(system.get("reverse-sync", 8090, "/status"))
                                        .contains("\"verdict\":\"healthy\""));
    }

    @Test
    void servesTheElevenSpecials() throws Exception {
        assertThat(system.get("app", 8080, "/flightspecials"))
                .contains("New York to London", "Aswan to Cairo");
    }

    @Test
    void findsPostgresHealthy() {
        Assumptions.assumeTrue(Tool.isInstalled("pg_isready"), "pg_isready is not installed");

        assertHealthy("db", "accepting connections");
    }

    @Test
    void findsMySqlHealthy() {
        assertHealthy("mysql", "11");
    }

    @Test
    void findsKafkaHealthy() {
        assertHealthy("kafka", "flightspecial-update-header");
    }

    private static void assertHealthy(String service, String output) {
        Tool.Result check = system.check(service);

        assertThat(check.output()).contains(output);
        assertThat(check.exitCode()).isZero();
    }

    private static void assertTravels(int id, String header) {
        Awaitility.await()
                .atMost(BOUND)
                .untilAsserted(
                        () -> {
                            assertThat(system.output("events").lines())
                                    .anyMatch(
                                            line ->
                                                    line.startsWith(id + "\t{")
                                                            && line.contains(
                                                                    "\"flightSpecialHeader\":\"%s\""
                                                                            .formatted(header)));
                            assertThat(system.output("rows").lines())
                                    .anyMatch(
                                            line ->
                                                    line.startsWith(
                                                            "id=%d  header=%s  originCode="
                                                                    .formatted(id, header)));
                        });
    }

    private static String first(String line) {
        String output = system.output("first-change");
        Matcher found = Pattern.compile(line).matcher(output);
        assertThat(found.find()).as(output).isTrue();
        return found.group(1);
    }
}

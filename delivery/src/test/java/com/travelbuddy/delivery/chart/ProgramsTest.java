package com.travelbuddy.delivery.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;
import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The programs understand what the chart tells them: variables, files, arguments, metrics. */
class ProgramsTest {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String SERVICE =
            Repository.path("service/target/flightspecials-service.jar").toString();
    private static final String REVERSE_SYNC =
            Repository.path("reverse-sync/target/reverse-sync.jar").toString();
    private static final String DATABASE = "dso";

    private static LocalPostgres postgres;
    private static LocalMariaDb mariaDb;

    @BeforeAll
    static void startDatabases() {
        postgres = LocalPostgres.start(LocalPostgres.Options.temporary());
        postgres.createDatabase(DATABASE);
        mariaDb = LocalMariaDb.start(LocalMariaDb.Options.temporary());
        mariaDb.createMonolith();
    }

    @AfterAll
    static void stopDatabases() {
        try (LocalPostgres first = postgres;
                LocalMariaDb second = mariaDb) {
            assertThat(first.isRunning() && second.isRunning()).isTrue();
        }
    }

    @Test
    void knowEachVariable() {
        Set<String> documented = words("docs/configuration.md", "`([A-Z][A-Z0-9_]+)`");
        for (String[] values :
                List.of(
                        new String[0],
                        new String[] {ValueSets.SECRET, ValueSets.REST, ValueSets.MIGRATION})) {
            Set<String> names = environment(Chart.render(values)).keySet();

            assertThat(documented).containsAll(without(names, "AWS_REGION"));
        }
        JsonNode schema = schema("/properties/config/propertyNames/enum");
        assertThat(documented)
                .containsAll(
                        schema.valueStream()
                                .map(JsonNode::asText)
                                .filter(name -> !name.equals("JAVA_TOOL_OPTIONS"))
                                .toList());
    }

    @Test
    void chooseTheProfilesAndTheSecret() {
        assertThat(environment(Chart.render()))
                .containsEntry("PROFILES", "msk,secrets-manager")
                .containsEntry("DB_SECRET_ID", "flightspecial_db_credentials_test")
                .containsEntry("DB_DEFAULT_SCHEMA", "travelbuddy")
                .containsEntry("AWS_REGION", "ap-northeast-2");
        assertThat(environment(Chart.render(ValueSets.SECRET)))
                .containsEntry("PROFILES", "msk")
                .doesNotContainKey("DB_SECRET_ID");
    }

    @Test
    void mountTheSecretWhereTheServiceLooks() {
        for (String[] values :
                List.of(
                        new String[] {ValueSets.SECRET},
                        new String[] {ValueSets.EXTERNAL_SECRET})) {
            JsonNode pod =
                    Chart.document(Chart.render(values), "Rollout", "flightspecials")
                            .at("/spec/template/spec");

            assertThat(pod.at("/containers/0/volumeMounts/0/mountPath").asText())
                    .isEqualTo("/etc/secret");
            assertThat(pod.at("/containers/0/volumeMounts/0/name"))
                    .isEqualTo(pod.at("/volumes/0/name"));
            assertThat(pod.at("/volumes/0/secret/secretName").asText())
                    .startsWith("flightspecials-");
        }
    }

    @Test
    void migrateByTheVariablesOfTheJob(@TempDir Path secrets) throws Exception {
        List<JsonNode> documents = migrating();

        Tool.Result result = migrate(secrets, documents);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).doesNotContain("nobody knows", "unknown key");
        assertThat(environment(documents)).containsEntry("DB_MIGRATE", "false");
        try (var connection = postgres.connect(DATABASE);
                var statement = connection.createStatement();
                var rows =
                        statement.executeQuery(
                                "select count(*) from travelbuddy.flightspecial_outbox")) {
            assertThat(rows.next()).isTrue();
        }
    }

    @Test
    void mapByTheFileOfTheConfigMap(@TempDir Path folder) throws Exception {
        Tool.Result migration = migrate(folder, migrating());
        assertThat(migration.exitCode()).as(migration.output()).isZero();
        String source =
                "source: {host: 127.0.0.1, port: %d, tls: none, username: %s}"
                        .formatted(postgres.port(), LocalPostgres.USERNAME);
        String target =
                "target: {host: 127.0.0.1, port: %d, tls: none, username: %s}"
                        .formatted(mariaDb.port(), LocalMariaDb.USERNAME);

        Tool.Result result = mapping(folder, source, target);

        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("expiryDate", "epoch-millis");
    }

    @Test
    void refuseAFileWithAWrongKey(@TempDir Path folder) throws Exception {
        Tool.Result result = mapping(folder, "source: {}", "target: {}", "bogus: 1");

        assertThat(result.exitCode()).as(result.output()).isEqualTo(2);
        assertThat(result.output()).contains("bogus");
    }

    @Test
    void knowTheCommandsOfTheJobs(@TempDir Path folder) {
        List<JsonNode> documents = Chart.render(ValueSets.REVERSE_SYNC, ValueSets.SERVE);
        Set<String> commands = new TreeSet<>();
        for (JsonNode document : documents) {
            for (JsonNode template : Chart.podTemplates(document)) {
                JsonNode container = template.at("/spec/containers/0");
                if (container.path("name").asText().equals("reverse-sync")) {
                    commands.add(container.at("/args/0").asText());
                }
            }
        }
        assertThat(commands).containsExactly("run", "serve", "verify");
        for (String command : commands) {
            Tool.Result help =
                    Tool.run(
                            folder,
                            Map.of(),
                            List.of(JAVA, "-jar", REVERSE_SYNC, command, "--help"));
            assertThat(help.exitCode()).as(help.output()).isZero();
        }
    }

    @Test
    void exposeTheMetricsOfAlertsAndAnalysis() {
        Set<String> known = words("docs/operations.md", "`([a-z_]+)");
        known.addAll(words("docs/status.md", "`(reverse_sync_[a-z_]+)"));
        Set<String> asked = new TreeSet<>();
        for (JsonNode document : Chart.render(ValueSets.allOn())) {
            document.findValuesAsText("expr").forEach(text -> asked.addAll(metrics(text)));
            document.findValuesAsText("query").forEach(text -> asked.addAll(metrics(text)));
        }

        assertThat(asked)
                .contains(
                        "http_server_requests_seconds_bucket",
                        "outbox_oldest_event_age_seconds",
                        "reverse_sync_verdict");
        assertThat(
                        asked.stream()
                                .map(
                                        name ->
                                                name.replaceFirst(
                                                        "_seconds_(count|bucket)$", "_seconds")))
                .isSubsetOf(known);
    }

    @Test
    void haveTheStatesThatTheAlertNames() {
        String states =
                Repository.read(
                        "service/src/main/java/com/travelbuddy/flightspecials/outbox/RelayState.java");
        String expression =
                Chart.document(Chart.render(ValueSets.allOn()), "PrometheusRule", "flightspecials")
                        .toString();
        Matcher named = Pattern.compile("state=~\\\\\"([a-z_|]+)").matcher(expression);

        assertThat(named.find()).isTrue();
        for (String state : named.group(1).split("\\|")) {
            assertThat(states).containsPattern("(?m)^    " + state.toUpperCase() + "\\(");
        }
    }

    private static List<JsonNode> migrating() {
        return Chart.render(
                ValueSets.MIGRATION,
                ValueSets.SECRET,
                "kafka: {msk: false}",
                // A busy machine may need longer than the default.
                "config: {DB_CONNECT_TIMEOUT: 60s}",
                "database: {endpoint: 127.0.0.1, port: %d, tls: disable, username: %s}"
                        .formatted(postgres.port(), LocalPostgres.USERNAME));
    }

    /** Runs what the Job runs, with its variables and with its Secret in a folder. */
    private static Tool.Result migrate(Path folder, List<JsonNode> documents) throws IOException {
        Map<String, String> environment = environment(documents);
        Path secrets = Files.createDirectories(folder.resolve("secret"));
        Files.writeString(secrets.resolve("DB_PASSWORD"), LocalPostgres.PASSWORD);
        environment.put("SECRETS_FOLDER", secrets.toString());
        JsonNode job =
                documents.stream()
                        .filter(document -> document.path("kind").asText().equals("Job"))
                        .findFirst()
                        .orElseThrow();
        List<String> command = new ArrayList<>(List.of(JAVA, "-jar", SERVICE));
        job.at("/spec/template/spec/containers/0/args")
                .forEach(argument -> command.add(argument.asText()));
        return Tool.run(folder, environment, command);
    }

    private static Tool.Result mapping(Path folder, String... config) throws IOException {
        StringBuilder values = new StringBuilder("reverseSync:\n  config:\n");
        for (String line : config) {
            if (!line.startsWith("bogus")) {
                values.append("    ").append(line).append('\n');
            }
        }
        List<JsonNode> documents = Chart.render(ValueSets.REVERSE_SYNC_FILES, values.toString());
        String file =
                Chart.document(documents, "ConfigMap", "flightspecials-reverse-sync")
                        .at("/data/reverse-sync.yaml")
                        .asText();
        for (String line : config) {
            if (line.startsWith("bogus")) {
                file += line + "\n";
            }
        }
        Path source = Files.writeString(folder.resolve("source"), LocalPostgres.PASSWORD);
        Path target = Files.writeString(folder.resolve("target"), LocalMariaDb.PASSWORD);
        Path written =
                Files.writeString(
                        folder.resolve("reverse-sync.yaml"),
                        file.replace("/etc/secret/source-password", source.toString())
                                .replace("/etc/secret/target-password", target.toString()));
        return Tool.run(
                folder,
                Map.of("REVERSE_SYNC_CONFIG", written.toString(), "AWS_REGION", "eu-west-1"),
                List.of(JAVA, "-jar", REVERSE_SYNC, "mapping"));
    }

    /** The variables of the service's container, those of the ConfigMap resolved. */
    private static Map<String, String> environment(List<JsonNode> documents) {
        JsonNode data =
                Chart.document(documents, "ConfigMap", "flightspecials-configmap").path("data");
        Map<String, String> environment = new LinkedHashMap<>();
        Chart.document(documents, "Rollout", "flightspecials")
                .at("/spec/template/spec/containers/0/env")
                .forEach(
                        variable ->
                                environment.put(
                                        variable.path("name").asText(),
                                        variable.has("value")
                                                ? variable.path("value").asText()
                                                : data.path(
                                                                variable.at(
                                                                                "/valueFrom/configMapKeyRef/key")
                                                                        .asText())
                                                        .asText()));
        return environment;
    }

    private static Set<String> metrics(String expression) {
        return Pattern.compile("([a-z][a-z0-9_]+)\\{")
                .matcher(expression)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> words(String file, String pattern) {
        return Pattern.compile(pattern)
                .matcher(Repository.read(file))
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> without(Set<String> names, String name) {
        Set<String> rest = new TreeSet<>(names);
        rest.remove(name);
        return rest;
    }

    private static JsonNode schema(String pointer) {
        try {
            return Chart.YAML.readTree(Repository.read("chart/values.schema.json")).at(pointer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Endpoints get at their databases by secrets or by passwords, which nobody gets to see. */
final class SecretsTest {

    private static final String PASSWORD = "Unseen-4711";
    private static final Path FOLDER = folder();

    @RegisterExtension static final DmsProcess DMS = new DmsProcess("--secrets", FOLDER.toString());

    private static String instance;

    private final RawApi raw = new RawApi(DMS.uri());
    private final List<String> answers = new ArrayList<>();

    private static Path folder() {
        try {
            return Files.createDirectories(Path.of("target", "secrets"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @BeforeAll
    static void createInstance() {
        instance =
                DMS.client()
                        .createReplicationInstance(
                                request ->
                                        request.replicationInstanceIdentifier("i")
                                                .replicationInstanceClass("dms.t3.small"))
                        .replicationInstance()
                        .replicationInstanceArn();
    }

    @AfterEach
    void nobodySeesThePassword() throws IOException {
        for (String operation :
                List.of(
                        "DescribeEndpoints",
                        "DescribeConnections",
                        "DescribeReplicationInstances",
                        "DescribeEvents")) {
            call(operation, "{}");
        }
        assertThat(answers).noneMatch(answer -> answer.contains(PASSWORD));
        assertThat(DMS.log()).isNotEmpty().doesNotContain(PASSWORD);
        raw.close();
    }

    private RawApi.Answer call(String operation, String request) {
        RawApi.Answer answer = raw.call(operation, request);
        answers.add(answer.body());
        return answer;
    }

    private String tested(String endpoint) {
        String request =
                "{\"ReplicationInstanceArn\":\"%s\",\"EndpointArn\":\"%s\"}"
                        .formatted(instance, endpoint);
        await().until(() -> call("TestConnection", request).status() == 200);
        return awaitTested(endpoint);
    }

    private String awaitTested(String endpoint) {
        String filter =
                "{\"Filters\":[{\"Name\":\"endpoint-arn\",\"Values\":[\"%s\"]}]}"
                        .formatted(endpoint);
        var connection =
                await().atMost(Duration.ofSeconds(20))
                        .until(
                                () ->
                                        call("DescribeConnections", filter)
                                                .json()
                                                .at("/Connections/0"),
                                found -> !found.path("Status").asText().equals("testing"));
        return connection.path("Status").asText() + connection.path("LastFailureMessage").asText();
    }

    private String source(String id, String settings) {
        RawApi.Answer answer =
                call(
                        "CreateEndpoint",
                        """
                        {"EndpointIdentifier":"%s","EndpointType":"source","EngineName":"postgres",
                         "PostgreSQLSettings":{"DatabaseName":"postgres",%s}}
                        """
                                .formatted(id, settings));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().at("/Endpoint/EndpointArn").asText();
    }

    private static void write(String name, String text) {
        try {
            Files.writeString(FOLDER.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String secretOf(String password) {
        return """
               {"host":"127.0.0.1","port":%d,"username":"%s","password":"%s"}
               """
                .formatted(Servers.postgres().port(), LocalPostgres.USERNAME, password);
    }

    @Test
    void aSecretIsReadAnewByEachTest() {
        write("flights", secretOf(LocalPostgres.PASSWORD));
        String endpoint =
                source(
                        "by-secret",
                        """
                        "SecretsManagerAccessRoleArn":"arn:aws:iam::000000000000:role/reader",
                        "SecretsManagerSecretId":"arn:aws:secretsmanager:us-east-1:000000000000:secret:flights"
                        """);
        assertThat(tested(endpoint)).isEqualTo("successful");

        write("flights", secretOf(PASSWORD));
        assertThat(tested(endpoint)).startsWith("failed").contains("password authentication");

        write("flights", PASSWORD);
        assertThat(tested(endpoint)).startsWith("failed").contains("flights is not JSON");
    }

    @Test
    void anEndpointWithoutItsSecretIsNotMade() {
        RawApi.Answer answer =
                call(
                        "CreateEndpoint",
                        """
                        {"EndpointIdentifier":"none","EndpointType":"source","EngineName":"postgres",
                         "PostgreSQLSettings":{"DatabaseName":"postgres",
                           "SecretsManagerAccessRoleArn":"arn:aws:iam::000000000000:role/reader",
                           "SecretsManagerSecretId":"../secrets/none"}}
                        """);
        assertThat(answer.code()).isEqualTo("InvalidParameterValueException");
    }

    @Test
    void modifyingAddsToTheSettingsOrReplacesThem() {
        String endpoint =
                source(
                        "modified",
                        """
                        "ServerName":"127.0.0.1","Port":%d,"Username":"nobody","Password":"%s",
                        "HeartbeatEnable":true
                        """
                                .formatted(Servers.postgres().port(), PASSWORD));
        assertThat(tested(endpoint)).startsWith("failed").contains("nobody");

        RawApi.Answer merged = modify(endpoint, "\"Username\":\"postgres\"", false);
        assertThat(merged.json().at("/Endpoint/PostgreSQLSettings/HeartbeatEnable").asBoolean())
                .isTrue();
        // By the password that it still has.
        assertThat(awaitTested(endpoint)).contains("failed", "postgres");
        assertThat(modify(endpoint, "\"Username\":\"postgres\"", true).code())
                .isEqualTo("InvalidParameterValueException");

        RawApi.Answer exact =
                modify(
                        endpoint,
                        """
                        "ServerName":"127.0.0.1","Port":%d,"Username":"%s","Password":"%s",
                        "DatabaseName":"postgres"
                        """
                                .formatted(
                                        Servers.postgres().port(),
                                        LocalPostgres.USERNAME,
                                        LocalPostgres.PASSWORD),
                        true);
        assertThat(exact.json().at("/Endpoint/PostgreSQLSettings").has("HeartbeatEnable"))
                .isFalse();
        assertThat(awaitTested(endpoint)).isEqualTo("successful");
        assertThat(exact.body()).doesNotContain("Password");
    }

    private RawApi.Answer modify(String endpoint, String settings, boolean exact) {
        return call(
                "ModifyEndpoint",
                "{\"EndpointArn\":\"%s\",\"ExactSettings\":%s,\"PostgreSQLSettings\":{%s}}"
                        .formatted(endpoint, exact, settings));
    }

    @Test
    void theInitialStatementIsExecuted() {
        try (Flights flights = new Flights()) {
            String endpoint =
                    call(
                                    "CreateEndpoint",
                                    """
                                    {"EndpointIdentifier":"initial","EndpointType":"target",
                                     "EngineName":"mysql","ServerName":"127.0.0.1","Port":%d,
                                     "Username":"%s","Password":"%s","ExtraConnectionAttributes":
                                     "ignored=1;initstmt=INSERT INTO %s.airline VALUES ('a=b','c',1);"}
                                    """
                                            .formatted(
                                                    flights.mariaDb().port(),
                                                    Servers.TARGET_USERNAME,
                                                    Servers.TARGET_PASSWORD,
                                                    flights.name()))
                            .json()
                            .at("/Endpoint/EndpointArn")
                            .asText();
            assertThat(tested(endpoint)).isEqualTo("successful");
            assertThat(flights.fromTarget("SELECT code FROM airline")).containsExactly("a=b");
            assertThat(tested(endpoint)).startsWith("failed").contains("Duplicate entry");
        }
    }

    @Test
    void aConnectionNobodyUsesIsDeleted() {
        String endpoint =
                source(
                        "deleted",
                        """
                        "ServerName":"127.0.0.1","Port":1,"Username":"nobody","Password":"%s"
                        """
                                .formatted(PASSWORD));
        assertThat(tested(endpoint)).startsWith("failed");
        String connection =
                "{\"ReplicationInstanceArn\":\"%s\",\"EndpointArn\":\"%s\"}"
                        .formatted(instance, endpoint);

        assertThat(call("DeleteConnection", connection).json().at("/Connection/Status").asText())
                .isEqualTo("deleting");

        await().until(
                        () ->
                                call("DeleteConnection", connection)
                                        .code()
                                        .equals("ResourceNotFoundFault"));
    }
}

package com.travelbuddy.flightspecials.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.travelbuddy.flightspecials.database.Database;
import com.travelbuddy.flightspecials.database.Migrations;
import com.travelbuddy.flightspecials.specials.Listing;
import com.travelbuddy.flightspecials.specials.SpecialStore;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.local.servers.LocalPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The AWS SDK's own clients against a server that answers as Parameter Store and Secrets Manager
 * do.
 */
final class AwsSourcesTest {

    private static final List<String> PROPERTIES =
            List.of(
                    "aws.region",
                    "aws.accessKeyId",
                    "aws.secretAccessKey",
                    "aws.endpointUrlSsm",
                    "drivers.vpcEndpointUrl",
                    "drivers.vpcEndpointRegion");

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer aws;
    private volatile boolean denied;

    @BeforeEach
    void start() throws IOException {
        aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        aws.createContext("/", this::answer);
        aws.start();
        String endpoint = "http://127.0.0.1:" + aws.getAddress().getPort();
        System.setProperty("aws.region", "ap-northeast-2");
        System.setProperty("aws.accessKeyId", "test");
        System.setProperty("aws.secretAccessKey", "test");
        System.setProperty("aws.endpointUrlSsm", endpoint);
        System.setProperty("drivers.vpcEndpointUrl", endpoint);
        System.setProperty("drivers.vpcEndpointRegion", "ap-northeast-2");
    }

    @AfterEach
    void stop() {
        PROPERTIES.forEach(System::clearProperty);
        aws.stop(0);
    }

    @Test
    void parametersAreReadFromAllPagesByKeyOrVariable() {
        Settings settings =
                SettingsLoader.load(
                        Map.of(
                                "PARAMETER_STORE_PATH",
                                "/flightspecials",
                                "DATABASE_USERNAME",
                                "from-variable"));

        assertThat(settings.database().host()).isEqualTo("db.internal");
        assertThat(settings.database().login())
                .isEqualTo(new DatabaseSettings.Password("from-variable", "from-store"));
        assertThat(requests).hasSize(2).allMatch(body -> body.contains("\"WithDecryption\":true"));
    }

    @Test
    void aStoreThatRefusesIsNamed() {
        denied = true;

        assertThatThrownBy(
                        () ->
                                SettingsLoader.load(
                                        Map.of("PARAMETER_STORE_PATH", "/flightspecials")))
                .isInstanceOf(InvalidSettingsException.class)
                .hasMessageContaining(
                        "parameter-store.path (PARAMETER_STORE_PATH) '/flightspecials' cannot be read")
                .hasMessageContaining("not authorized");
    }

    @Test
    void userAndPasswordComeFromTheSecret() {
        Map<String, String> variables =
                ServiceEnvironment.of(Servers.postgres(), Servers.newDatabase(), "localhost:9092");
        variables.put("PROFILES", "secrets-manager");
        variables.put("DATABASE_USERNAME", "nobody");
        variables.remove("DB_PASSWORD");
        DatabaseSettings settings = SettingsLoader.load(variables).database();

        new Migrations(settings).run();
        try (Database database = new Database(settings)) {
            database.open();
            assertThat(new SpecialStore(database, settings.zone()).page(new Listing.All(), 0, 20))
                    .hasSize(11);
        }
        assertThat(requests).anyMatch(body -> body.contains("flightspecial_db_credentials_test"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(body);
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String answer =
                switch (target) {
                    case "AmazonSSM.GetParametersByPath" -> parameters(body);
                    case "secretsmanager.DescribeSecret" ->
                            "{\"Name\":\"flightspecial_db_credentials_test\",\"VersionIdsToStages\":"
                                    + "{\"00000000000000000000000000000001\":[\"AWSCURRENT\"]}}";
                    case "secretsmanager.GetSecretValue" ->
                            "{\"Name\":\"flightspecial_db_credentials_test\",\"SecretString\":"
                                    + "\"{\\\"username\\\":\\\"%s\\\",\\\"password\\\":\\\"%s\\\"}\"}"
                                            .formatted(
                                                    LocalPostgres.USERNAME, LocalPostgres.PASSWORD);
                    default -> throw new IllegalStateException(target);
                };
        byte[] bytes =
                (denied
                                ? "{\"__type\":\"AccessDeniedException\",\"Message\":\"not authorized\"}"
                                : answer)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(denied ? 400 : 200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static String parameters(String request) {
        return request.contains("NextToken")
                ? "{\"Parameters\":[{\"Name\":\"/flightspecials/DB_PASSWORD\",\"Value\":\"from-store\"}]}"
                : "{\"Parameters\":[{\"Name\":\"/flightspecials/database/host\",\"Value\":\"db.internal\"},"
                        + "{\"Name\":\"/flightspecials/database/username\",\"Value\":\"x\"}],\"NextToken\":\"more\"}";
    }
}

package com.travelbuddy.reversesync.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How commands log in at the databases, and what they say when they may not. */
class LoginTest {

    private static final String ENDPOINT = "aws.endpointUrlSecretsManager";
    private static final Map<String, String> SECRETS = new ConcurrentHashMap<>();
    private static HttpServer secretsManager;

    /** Answers as Secrets Manager does to GetSecretValue. */
    @BeforeAll
    static void startSecretsManager() throws IOException {
        secretsManager =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        JsonMapper json = new JsonMapper();
        secretsManager.createContext(
                "/",
                exchange -> {
                    String id = json.readTree(exchange.getRequestBody()).path("SecretId").asText();
                    String secret = SECRETS.get(id);
                    byte[] body =
                            (secret == null
                                            ? json.createObjectNode()
                                                    .put("__type", "ResourceNotFoundException")
                                                    .put("Message", "no such secret")
                                            : json.createObjectNode()
                                                    .put("Name", id)
                                                    .put("SecretString", secret))
                                    .toString()
                                    .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.1");
                    exchange.sendResponseHeaders(secret == null ? 400 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        secretsManager.start();
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + secretsManager.getAddress().getPort());
    }

    @AfterAll
    static void stopSecretsManager() {
        System.clearProperty(ENDPOINT);
        secretsManager.stop(0);
    }

    @Test
    void takesHostPortAndPasswordFromASecret() {
        try (Flights flights = new Flights()) {
            SECRETS.put(
                    "specials",
                    """
                    {"username": "postgres", "password": "postgres", "host": "127.0.0.1", "port": %d}
                    """
                            .formatted(LocalCloud.postgres().port()));
            flights.set("source.username", null).set("source.password-file", null);
            flights.set("source.host", null).set("source.port", null);
            flights.set("source.secret", "specials");

            Cli.Result mapping = flights.run("mapping");
            assertThat(mapping.exitCode()).as(mapping.err()).isZero();
        }
    }

    @Test
    void saysWhichSecretCannotBeUsedAndNothingOfWhatItHolds() {
        try (Flights flights = new Flights()) {
            flights.set("source.username", null).set("source.password-file", null);
            flights.set("source.secret", "absent");
            Cli.Result absent = flights.run("mapping");
            assertThat(absent.exitCode()).isEqualTo(8);
            assertThat(absent.err()).contains("'absent'", "ResourceNotFoundException");

            SECRETS.put("broken", "swordfish {");
            Cli.Result broken = flights.set("source.secret", "broken").run("mapping");
            assertThat(broken.exitCode()).isEqualTo(2);
            assertThat(broken.err()).contains("'broken' is not JSON").doesNotContain("swordfish");

            SECRETS.put("partial", "{\"password\": \"swordfish\"}");
            Cli.Result partial = flights.set("source.secret", "partial").run("mapping");
            assertThat(partial.exitCode()).isEqualTo(2);
            assertThat(partial.err()).contains("no username").doesNotContain("swordfish");
        }
    }

    @Test
    void tellsWhichSideCannotBeReachedAndWhy() {
        try (Flights flights = new Flights()) {
            Cli.Result source = flights.set("source.port", "1").run("mapping", "-o", "json");
            assertThat(source.exitCode()).isEqualTo(12);
            assertThat(source.document().path("outcome").asText()).isEqualTo("source-unreachable");
            flights.set("source.port", Integer.toString(LocalCloud.postgres().port()));

            Cli.Result target = flights.set("target.port", "1").run("mapping");
            assertThat(target.exitCode()).isEqualTo(13);
            flights.set("target.port", Integer.toString(LocalCloud.mariaDb().port()));

            // These servers have no certificate, and a mode that wants one gets no plain session.
            assertThat(flights.set("source.tls", "require").run("mapping").exitCode())
                    .isEqualTo(12);
            flights.set("source.tls", "none").set("target.tls", "require");
            flights.set("dms.target-endpoint.tls", "none");
            assertThat(flights.run("mapping").exitCode()).isEqualTo(13);
        }
    }
}

package com.travelbuddy.local.dms.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.source.PostgresEndpoint;
import com.travelbuddy.local.dms.target.MySqlEndpoint;

import java.sql.SQLException;
import java.time.Duration;

/** What endpoints lead to. */
public final class Databases {

    private static final long EXECUTE_TIMEOUT_SECONDS = 60;

    private final Secrets secrets;

    Databases(Secrets secrets) {
        this.secrets = secrets;
    }

    PostgresEndpoint source(Endpoint endpoint) throws UnusableEndpointException {
        Secrets.Secret access = access(endpoint);
        ObjectNode settings = endpoint.settings();
        ExtraAttributes extra = ExtraAttributes.parse(endpoint.extraAttributes());
        return new PostgresEndpoint(
                access.host(),
                access.port(),
                settings.path("DatabaseName").asText(""),
                access.username(),
                access.password(),
                endpoint.sslMode(),
                settings.path("SlotName").asText(extra.of("slotname")),
                settings.path("MapBooleanAsBoolean")
                        .asBoolean(Boolean.parseBoolean(extra.of("mapbooleanasboolean"))),
                executeTimeout(settings));
    }

    MySqlEndpoint target(Endpoint endpoint) throws UnusableEndpointException {
        Secrets.Secret access = access(endpoint);
        ObjectNode settings = endpoint.settings();
        return new MySqlEndpoint(
                access.host(),
                access.port(),
                access.username(),
                access.password(),
                endpoint.sslMode(),
                settings.path("DatabaseName").asText(""),
                settings.path("AfterConnectScript")
                        .asText(ExtraAttributes.parse(endpoint.extraAttributes()).of("initstmt")),
                executeTimeout(settings));
    }

    private static Duration executeTimeout(JsonNode settings) {
        return Duration.ofSeconds(settings.path("ExecuteTimeout").asLong(EXECUTE_TIMEOUT_SECONDS));
    }

    /** SlotName of a source; empty: tasks make their own. */
    public static String slot(Endpoint endpoint) {
        return endpoint.settings()
                .path("SlotName")
                .asText(ExtraAttributes.parse(endpoint.extraAttributes()).of("slotname"));
    }

    /**
     * Connects once.
     *
     * @return why that fails; empty: it does not
     */
    String failure(Endpoint endpoint) {
        try {
            if (endpoint.isSource()) {
                source(endpoint).test();
            } else {
                target(endpoint).test();
            }
            return "";
        } catch (UnusableEndpointException e) {
            return e.getMessage();
        } catch (SQLException e) {
            return "Test Endpoint failed: Application-Status: 1020912, Application-Message: "
                    + "Failed to connect: "
                    + e.getMessage();
        }
    }

    /**
     * Checks that an endpoint says where its database is.
     *
     * @throws UnusableEndpointException when it does not
     */
    public Secrets.Secret access(Endpoint endpoint) throws UnusableEndpointException {
        ObjectNode settings = endpoint.settings();
        if (settings.has("SecretsManagerSecretId")) {
            return secrets.find(settings.get("SecretsManagerSecretId").asText());
        }
        for (String name : new String[] {"ServerName", "Port", "Username"}) {
            if (!settings.has(name)) {
                throw new UnusableEndpointException("The endpoint has no " + name);
            }
        }
        return new Secrets.Secret(
                settings.get("ServerName").asText(),
                settings.get("Port").asInt(),
                settings.get("Username").asText(),
                settings.path("Password").asText(""));
    }
}

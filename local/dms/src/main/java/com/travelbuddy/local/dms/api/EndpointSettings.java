package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;

/**
 * The settings of an endpoint's engine, in which AWS takes some members also from the top level of
 * the request.
 */
final class EndpointSettings {

    private enum Type {
        TEXT,
        NUMBER,
        FLAG
    }

    private static final List<String> SHARED =
            List.of("ServerName", "Port", "Username", "Password", "DatabaseName");

    private static final Map<String, Type> POSTGRESQL =
            Map.ofEntries(
                    Map.entry("AfterConnectScript", Type.TEXT),
                    Map.entry("CaptureDdls", Type.FLAG),
                    Map.entry("MaxFileSize", Type.NUMBER),
                    Map.entry("DatabaseName", Type.TEXT),
                    Map.entry("DdlArtifactsSchema", Type.TEXT),
                    Map.entry("ExecuteTimeout", Type.NUMBER),
                    Map.entry("FailTasksOnLobTruncation", Type.FLAG),
                    Map.entry("HeartbeatEnable", Type.FLAG),
                    Map.entry("HeartbeatSchema", Type.TEXT),
                    Map.entry("HeartbeatFrequency", Type.NUMBER),
                    Map.entry("Password", Type.TEXT),
                    Map.entry("Port", Type.NUMBER),
                    Map.entry("ServerName", Type.TEXT),
                    Map.entry("Username", Type.TEXT),
                    Map.entry("SlotName", Type.TEXT),
                    Map.entry("PluginName", Type.TEXT),
                    Map.entry("SecretsManagerAccessRoleArn", Type.TEXT),
                    Map.entry("SecretsManagerSecretId", Type.TEXT),
                    Map.entry("TrimSpaceInChar", Type.FLAG),
                    Map.entry("MapBooleanAsBoolean", Type.FLAG),
                    Map.entry("MapJsonbAsClob", Type.FLAG),
                    Map.entry("MapLongVarcharAs", Type.TEXT),
                    Map.entry("DatabaseMode", Type.TEXT),
                    Map.entry("BabelfishDatabaseName", Type.TEXT),
                    Map.entry("DisableUnicodeSourceFilter", Type.FLAG),
                    Map.entry("ServiceAccessRoleArn", Type.TEXT),
                    Map.entry("AuthenticationMethod", Type.TEXT));

    private static final Map<String, Type> MYSQL =
            Map.ofEntries(
                    Map.entry("AfterConnectScript", Type.TEXT),
                    Map.entry("CleanSourceMetadataOnMismatch", Type.FLAG),
                    Map.entry("DatabaseName", Type.TEXT),
                    Map.entry("EventsPollInterval", Type.NUMBER),
                    Map.entry("TargetDbType", Type.TEXT),
                    Map.entry("MaxFileSize", Type.NUMBER),
                    Map.entry("ParallelLoadThreads", Type.NUMBER),
                    Map.entry("Password", Type.TEXT),
                    Map.entry("Port", Type.NUMBER),
                    Map.entry("ServerName", Type.TEXT),
                    Map.entry("ServerTimezone", Type.TEXT),
                    Map.entry("Username", Type.TEXT),
                    Map.entry("SecretsManagerAccessRoleArn", Type.TEXT),
                    Map.entry("SecretsManagerSecretId", Type.TEXT),
                    Map.entry("ExecuteTimeout", Type.NUMBER),
                    Map.entry("ServiceAccessRoleArn", Type.TEXT),
                    Map.entry("AuthenticationMethod", Type.TEXT));

    private static final Map<String, List<String>> CHOICES =
            Map.of(
                    "PluginName", List.of("no-preference", "test-decoding", "pglogical"),
                    "MapLongVarcharAs", List.of("wstring", "clob", "nclob"),
                    "DatabaseMode", List.of("default", "babelfish"),
                    "TargetDbType", List.of("specific-database", "multiple-databases"),
                    "AuthenticationMethod", List.of("password", "iam"));

    private final String member;
    private final Map<String, Type> types;

    private EndpointSettings(String member, Map<String, Type> types) {
        this.member = member;
        this.types = types;
    }

    static EndpointSettings of(boolean source) {
        return source
                ? new EndpointSettings("PostgreSQLSettings", POSTGRESQL)
                : new EndpointSettings("MySQLSettings", MYSQL);
    }

    /** Of the request, and of the endpoint's description. */
    String member() {
        return member;
    }

    /**
     * What the request sets; the structure's members win over those of the top level.
     *
     * @throws ApiException when a secret and other access are both given, or a value is not allowed
     */
    ObjectNode read(Request request) {
        requireNoOther(request);
        ObjectNode settings = Json.object();
        SHARED.forEach(name -> copy(request, name, settings));
        Request structure = request.structure(member);
        if (structure != null) {
            types.keySet().forEach(name -> copy(structure, name, settings));
        }
        check(settings);
        return settings;
    }

    private void requireNoOther(Request request) {
        for (String name : request.names()) {
            if (name.endsWith("Settings")
                    && !name.equals("ExactSettings")
                    && !name.equals(member)
                    && request.has(name)) {
                throw ApiException.combination(
                        "%s cannot be provided for this endpoint; its settings are %s."
                                .formatted(Texts.quoted(name), member));
            }
        }
    }

    private void copy(Request from, String name, ObjectNode settings) {
        if (!from.has(name)) {
            return;
        }
        switch (types.get(name)) {
            case TEXT -> settings.put(name, text(from, name));
            case NUMBER -> settings.put(name, from.number(name));
            case FLAG -> settings.put(name, from.flag(name));
        }
    }

    private static String text(Request from, String name) {
        List<String> values = CHOICES.get(name);
        return values == null ? from.text(name) : from.choice(name, values);
    }

    /**
     * @throws ApiException when the settings, old and new, do not go together
     */
    static void check(ObjectNode settings) {
        if (settings.has("Port")
                && (settings.get("Port").intValue() < 1
                        || settings.get("Port").intValue() > 65_535)) {
            throw ApiException.invalid("The parameter Port must be between 1 and 65535.");
        }
        if (settings.path("AuthenticationMethod").asText("password").equals("iam")) {
            throw ApiException.invalid(
                    "The parameter AuthenticationMethod must be password: DMS Local has no IAM.");
        }
        boolean secret = settings.has("SecretsManagerSecretId");
        if (secret != settings.has("SecretsManagerAccessRoleArn")) {
            throw ApiException.combination(
                    "SecretsManagerSecretId and SecretsManagerAccessRoleArn must be provided"
                            + " together.");
        }
        for (String name : List.of("ServerName", "Port", "Username", "Password")) {
            if (secret && settings.has(name)) {
                throw ApiException.combination(
                        "%s must not be provided together with SecretsManagerSecretId."
                                .formatted(name));
            }
        }
    }

    /** Without the password, which nobody gets to see. */
    static ObjectNode shown(ObjectNode settings) {
        return settings.deepCopy().without("Password");
    }
}

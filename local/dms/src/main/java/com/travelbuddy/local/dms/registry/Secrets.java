package com.travelbuddy.local.dms.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A folder that stands in for Secrets Manager: one file a secret, by its name.
 *
 * @param folder empty: there are no secrets
 */
public record Secrets(Optional<Path> folder) {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+=@-][A-Za-z0-9_+=.@-]*");

    /**
     * Reads a secret anew.
     *
     * @param id a name, or an ARN that ends with it
     * @throws UnusableEndpointException when there is none of that name, or it lacks username,
     *     password, host or port
     */
    public Secret find(String id) throws UnusableEndpointException {
        String name = id.substring(id.lastIndexOf(':') + 1);
        if (folder.isEmpty()) {
            throw new UnusableEndpointException(
                    "The secret %s cannot be read: DMS Local was started without --secrets"
                            .formatted(name));
        }
        if (!NAME.matcher(name).matches()) {
            throw new UnusableEndpointException(
                    "The secret id %s is not the name of a file".formatted(name));
        }
        try {
            return parse(name, Files.readString(folder.get().resolve(name)));
        } catch (IOException _) {
            throw new UnusableEndpointException(
                    "The secret %s cannot be read from the folder of --secrets".formatted(name));
        }
    }

    private static Secret parse(String name, String text) throws UnusableEndpointException {
        JsonNode json;
        try {
            json = MAPPER.readTree(text);
        } catch (JsonProcessingException _) {
            // The parser's own message would show some of the text.
            throw new UnusableEndpointException("The secret %s is not JSON".formatted(name));
        }
        var secret =
                new Secret(
                        json.path("host").asText(""),
                        json.path("port").asInt(0),
                        json.path("username").asText(""),
                        json.path("password").asText(""));
        if (secret.host().isEmpty()
                || secret.port() <= 0
                || secret.username().isEmpty()
                || !json.has("password")) {
            throw new UnusableEndpointException(
                    "The secret %s must have username, password, host and port".formatted(name));
        }
        return secret;
    }

    /** Where a database is and who may use it. */
    public record Secret(String host, int port, String username, String password) {

        @Override
        public String toString() {
            return "%s@%s:%d".formatted(username, host, port);
        }
    }
}

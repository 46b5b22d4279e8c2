package com.travelbuddy.reversesync.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.reversesync.aws.AwsClients;
import com.travelbuddy.reversesync.aws.AwsRefusedException;
import com.travelbuddy.reversesync.settings.InvalidSettingsException;
import com.travelbuddy.reversesync.settings.Login;
import com.travelbuddy.reversesync.settings.Secret;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.util.List;
import java.util.Optional;

/**
 * What a login comes to.
 *
 * @param host absent: the settings say it
 * @param port absent: the settings say it, or the usual one
 */
public record Credentials(
        String username, Secret password, Optional<String> host, Optional<Integer> port) {

    private static final JsonMapper JSON = new JsonMapper();

    /** Asks Secrets Manager each time: a rotated password is found without a restart. */
    static Credentials of(Login login, AwsClients aws) {
        return switch (login) {
            case Login.Password(String username, Secret password) ->
                    new Credentials(username, password, Optional.empty(), Optional.empty());
            case Login.SecretsManager(String id) -> ofSecret(id, aws);
        };
    }

    private static Credentials ofSecret(String id, AwsClients aws) {
        String text;
        try (SecretsManagerClient client = aws.secretsManager()) {
            text = client.getSecretValue(request -> request.secretId(id)).secretString();
        } catch (SdkException e) {
            throw new AwsRefusedException("secretsmanager:GetSecretValue of '%s'".formatted(id), e);
        }
        JsonNode secret;
        try {
            secret = JSON.readTree(text == null ? "" : text);
        } catch (JsonProcessingException _) {
            // Its message may quote the secret.
            throw unusable(id, "is not JSON");
        }
        if (!secret.hasNonNull("username") || !secret.hasNonNull("password")) {
            throw unusable(id, "has no username or no password");
        }
        return new Credentials(
                secret.get("username").asText(),
                new Secret(secret.get("password").asText()),
                Optional.ofNullable(secret.get("host")).map(JsonNode::asText),
                Optional.ofNullable(secret.get("port")).map(JsonNode::asInt));
    }

    private static InvalidSettingsException unusable(String id, String why) {
        return new InvalidSettingsException(List.of("The secret '%s' %s".formatted(id, why)));
    }
}

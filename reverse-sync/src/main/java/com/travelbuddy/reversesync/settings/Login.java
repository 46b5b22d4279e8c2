package com.travelbuddy.reversesync.settings;

/** How somebody logs in at a database. */
public sealed interface Login {

    /** By a name and a password that are at hand. */
    record Password(String username, Secret password) implements Login {}

    /**
     * By a secret of Secrets Manager, a JSON object with {@code username} and {@code password}, and
     * with {@code host} and {@code port} unless the settings say these.
     *
     * @param id the secret's name or ARN
     */
    record SecretsManager(String id) implements Login {}
}

package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.settings.DatabaseSettings;
import com.travelbuddy.reversesync.settings.EndpointSettings;
import com.travelbuddy.reversesync.settings.Login;

import java.util.Optional;

/** Whom DMS logs in as, beside this program. */
sealed interface Account {

    /** As this program. */
    record Same() implements Account {}

    /** As somebody else of this name. */
    record Named(String name) implements Account {}

    /**
     * As a secret says that this program does not read.
     *
     * @param secret its name or ARN
     */
    record Hidden(String secret) implements Account {}

    static Account of(DatabaseSettings database, EndpointSettings endpoint) {
        return switch (endpoint.access()) {
            case EndpointSettings.Access.BySecret(String secret, String _) ->
                    database.login() instanceof Login.SecretsManager(String id) && id.equals(secret)
                            ? new Same()
                            : new Hidden(secret);
            case EndpointSettings.Access.ByPassword(Optional<Login.Password> login) ->
                    login.map(Login.Password::username)
                            .filter(
                                    name ->
                                            !(database.login() instanceof Login.Password own)
                                                    || !own.username().equals(name))
                            .<Account>map(Named::new)
                            .orElseGet(Same::new);
        };
    }
}

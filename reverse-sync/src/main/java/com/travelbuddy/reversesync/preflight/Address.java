package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.settings.DatabaseSettings;
import com.travelbuddy.reversesync.settings.EndpointSettings;

import software.amazon.awssdk.services.databasemigration.model.Endpoint;
import software.amazon.awssdk.services.databasemigration.model.MySQLSettings;
import software.amazon.awssdk.services.databasemigration.model.PostgreSQLSettings;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a database is, as far as DMS says: by host and port, or by a secret.
 *
 * @param secret name or ARN
 */
record Address(Optional<String> host, Optional<Integer> port, Optional<String> secret) {

    static Address of(DatabaseSettings database, EndpointSettings endpoint, int usualPort) {
        return new Address(
                endpoint.host().or(database::host),
                endpoint.port().or(database::port).or(() -> Optional.of(usualPort)),
                endpoint.access() instanceof EndpointSettings.Access.BySecret(String id, String _)
                        ? Optional.of(id)
                        : Optional.empty());
    }

    static Address of(Endpoint endpoint) {
        var postgres = Optional.ofNullable(endpoint.postgreSQLSettings());
        var mySql = Optional.ofNullable(endpoint.mySQLSettings());
        return new Address(
                Optional.ofNullable(endpoint.serverName())
                        .or(() -> postgres.map(PostgreSQLSettings::serverName))
                        .or(() -> mySql.map(MySQLSettings::serverName)),
                Optional.ofNullable(endpoint.port())
                        .or(() -> postgres.map(PostgreSQLSettings::port))
                        .or(() -> mySql.map(MySQLSettings::port)),
                postgres.map(PostgreSQLSettings::secretsManagerSecretId)
                        .or(() -> mySql.map(MySQLSettings::secretsManagerSecretId)));
    }

    boolean isSameAs(Address other) {
        boolean server =
                host.isPresent()
                        && lower(host).equals(lower(other.host))
                        && port.equals(other.port);
        return server
                || secret.isPresent()
                        && other.secret.isPresent()
                        && (isPartOf(secret.get(), other.secret.get())
                                || isPartOf(other.secret.get(), secret.get()));
    }

    /** A secret's ARN ends with its name, a hyphen and six characters. */
    private static boolean isPartOf(String name, String id) {
        return id.equals(name) || id.replaceFirst("-\\w{6}$", "").endsWith(":secret:" + name);
    }

    private static Optional<String> lower(Optional<String> text) {
        return text.map(one -> one.toLowerCase(Locale.ROOT));
    }
}

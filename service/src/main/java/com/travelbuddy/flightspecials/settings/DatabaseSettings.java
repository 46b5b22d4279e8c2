package com.travelbuddy.flightspecials.settings;

import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The PostgreSQL database.
 *
 * @param login a password, or a secret of AWS Secrets Manager
 * @param tls the driver's {@code sslmode}
 * @param waitTimeout how long a request waits for a free connection
 * @param zone the fixed offset of the wall clock in {@code expiry_date}
 * @param nullExpiry what becomes of a NULL in {@code expiry_date} of a database that is taken over
 * @param nullCost what becomes of a NULL in {@code cost} of a database that is taken over
 */
public record DatabaseSettings(
        String host,
        int port,
        String name,
        String schema,
        Login login,
        String tls,
        Optional<String> tlsRootCertificate,
        int poolSize,
        Duration connectTimeout,
        Duration waitTimeout,
        Duration statementTimeout,
        ZoneOffset zone,
        boolean migrate,
        boolean sampleData,
        NullExpiry nullExpiry,
        NullCost nullCost) {

    /** How the service proves who it is. */
    public sealed interface Login {}

    /** Username and password. */
    public record Password(String username, String password) implements Login {
        @Override
        public String toString() {
            return "Password[username=" + username + "]";
        }
    }

    /** A secret of AWS Secrets Manager that holds username and password. */
    public record Secret(String id) implements Login {}

    /** What a missing expiry date becomes. */
    public enum NullExpiry {
        EXPIRED,
        NEVER,
        FAIL
    }

    /** What a missing cost becomes. */
    public enum NullCost {
        ZERO,
        FAIL
    }

    static DatabaseSettings read(SettingsReader reader) {
        return new DatabaseSettings(
                reader.text(Setting.DATABASE_HOST),
                reader.integer(Setting.DATABASE_PORT, 1, 65_535),
                reader.text(Setting.DATABASE_NAME),
                reader.matching(
                        Setting.DATABASE_SCHEMA,
                        "[a-z_][a-z0-9_]{0,62}",
                        "lower-case letters, digits and _"),
                login(reader),
                reader.choice(
                        Setting.DATABASE_TLS,
                        "disable",
                        "prefer",
                        "require",
                        "verify-ca",
                        "verify-full"),
                reader.optional(Setting.DATABASE_TLS_ROOT_CERTIFICATE),
                reader.integer(Setting.DATABASE_POOL_SIZE, 1, 1_000),
                reader.duration(
                        Setting.DATABASE_CONNECT_TIMEOUT,
                        Duration.ofSeconds(1),
                        Duration.ofMinutes(1)),
                reader.duration(
                        Setting.DATABASE_WAIT_TIMEOUT,
                        Duration.ofMillis(250),
                        Duration.ofMinutes(1)),
                reader.duration(
                        Setting.DATABASE_STATEMENT_TIMEOUT,
                        Duration.ofMillis(100),
                        Duration.ofMinutes(10)),
                reader.offset(Setting.DATABASE_ZONE),
                reader.flag(Setting.DATABASE_MIGRATE),
                reader.flag(Setting.DATABASE_SAMPLE_DATA),
                reader.choice(Setting.DATABASE_NULL_EXPIRY, NullExpiry.class),
                reader.choice(Setting.DATABASE_NULL_COST, NullCost.class));
    }

    private static Login login(SettingsReader reader) {
        Optional<String> secretId = reader.optional(Setting.DATABASE_SECRET_ID);
        return secretId.isPresent()
                ? new Secret(secretId.get())
                : new Password(
                        reader.text(Setting.DATABASE_USERNAME),
                        reader.text(Setting.DATABASE_PASSWORD));
    }
}

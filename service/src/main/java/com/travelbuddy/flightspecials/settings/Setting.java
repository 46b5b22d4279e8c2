package com.travelbuddy.flightspecials.settings;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Every key of the configuration, with the environment variables that set it. Defaults stand in
 * {@code application.yaml}; {@code docs/configuration.md} lists them all.
 */
enum Setting {
    ENVIRONMENT("environment", "ENVIRONMENT"),
    PROFILES("profiles", "PROFILES"),
    CONFIG_FILE("config-file", "CONFIG_FILE"),
    SECRETS_FOLDER("secrets-folder", "SECRETS_FOLDER"),
    PARAMETER_STORE_PATH("parameter-store.path", "PARAMETER_STORE_PATH"),

    HTTP_HOST("http.host", "APP_HOST"),
    HTTP_PORT("http.port", "APP_PORT"),
    HTTP_ALLOWED_ORIGINS("http.allowed-origins", "CORS_ALLOWED_ORIGINS"),
    HTTP_MAX_CONCURRENT_REQUESTS("http.max-concurrent-requests", "HTTP_MAX_CONCURRENT_REQUESTS"),
    HTTP_IDLE_TIMEOUT("http.idle-timeout", "HTTP_IDLE_TIMEOUT"),
    HTTP_DRAIN_DELAY("http.drain-delay", "HTTP_DRAIN_DELAY"),
    HTTP_DRAIN_TIMEOUT("http.drain-timeout", "HTTP_DRAIN_TIMEOUT"),

    MANAGEMENT_HOST("management.host", "MANAGEMENT_HOST"),
    MANAGEMENT_PORT("management.port", "MANAGEMENT_PORT"),

    DATABASE_HOST("database.host", "DATABASE_ENDPOINT"),
    DATABASE_PORT("database.port", "DATABASE_PORT", "DB_PORT"),
    DATABASE_NAME("database.name", "DB_DATABASE_NAME"),
    DATABASE_SCHEMA("database.schema", "DB_DEFAULT_SCHEMA"),
    DATABASE_USERNAME("database.username", "DATABASE_USERNAME", "DB_USERNAME"),
    DATABASE_PASSWORD("database.password", "DB_PASSWORD"),
    DATABASE_SECRET_ID("database.secret-id", "DB_SECRET_ID"),
    DATABASE_TLS("database.tls", "DB_TLS"),
    DATABASE_TLS_ROOT_CERTIFICATE("database.tls-root-certificate", "DB_TLS_ROOT_CERTIFICATE"),
    DATABASE_POOL_SIZE("database.pool-size", "DB_POOL_SIZE"),
    DATABASE_CONNECT_TIMEOUT("database.connect-timeout", "DB_CONNECT_TIMEOUT"),
    DATABASE_WAIT_TIMEOUT("database.wait-timeout", "DB_WAIT_TIMEOUT"),
    DATABASE_STATEMENT_TIMEOUT("database.statement-timeout", "DB_STATEMENT_TIMEOUT"),
    DATABASE_ZONE("database.zone", "DB_ZONE"),
    DATABASE_MIGRATE("database.migrate", "DB_MIGRATE"),
    DATABASE_SAMPLE_DATA("database.sample-data", "DB_SAMPLE_DATA"),
    DATABASE_NULL_EXPIRY("database.null-expiry", "DB_NULL_EXPIRY"),
    DATABASE_NULL_COST("database.null-cost", "DB_NULL_COST"),

    HEADER_UTF8MB3_ONLY("header.utf8mb3-only", "HEADER_UTF8MB3_ONLY"),

    KAFKA_BOOTSTRAP_SERVERS("kafka.bootstrap-servers", "KAFKA_BOOTSTRAP_SERVERS"),
    KAFKA_TOPIC("kafka.topic", "KAFKA_TOPIC"),
    KAFKA_CREATE_TOPIC("kafka.create-topic", "KAFKA_CREATE_TOPIC"),
    KAFKA_PARTITIONS("kafka.partitions", "KAFKA_PARTITIONS"),
    KAFKA_REPLICATION_FACTOR("kafka.replication-factor", "KAFKA_REPLICATION_FACTOR"),
    KAFKA_PROPERTIES("kafka.properties"),

    RELAY_BATCH_SIZE("relay.batch-size", "RELAY_BATCH_SIZE"),
    RELAY_POLL_INTERVAL("relay.poll-interval", "RELAY_POLL_INTERVAL"),
    RELAY_RETRY_MAX("relay.retry-max", "RELAY_RETRY_MAX"),

    LOG_FORMAT("log.format", "LOG_FORMAT"),
    LOG_LEVEL("log.level", "LOG_LEVEL");

    private final String key;
    private final List<String> variables;

    Setting(String key, String... variables) {
        this.key = key;
        this.variables = List.of(variables);
    }

    String key() {
        return key;
    }

    /** Environment variables that set this key, the first that is present wins. */
    List<String> variables() {
        return variables;
    }

    /** A key that holds a tree of free names, passed on as it is. */
    boolean isTree() {
        return this == KAFKA_PROPERTIES;
    }

    boolean covers(String name) {
        return name.equals(key) || (isTree() && name.startsWith(key + "."));
    }

    /** Looks a setting up by its key or by one of its variables. */
    static Optional<Setting> named(String name) {
        return Arrays.stream(values())
                .filter(setting -> setting.key.equals(name) || setting.variables.contains(name))
                .findFirst();
    }
}

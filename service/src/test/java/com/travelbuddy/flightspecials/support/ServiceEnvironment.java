package com.travelbuddy.flightspecials.support;

import com.travelbuddy.local.servers.LocalKafka;
import com.travelbuddy.local.servers.LocalPostgres;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The environment variables of a service under test: random ports, a database and a topic of its
 * own.
 */
public final class ServiceEnvironment {

    private ServiceEnvironment() {}

    public static Map<String, String> of(
            LocalPostgres postgres, String database, LocalKafka kafka) {
        return of(postgres, database, kafka.bootstrap());
    }

    public static Map<String, String> of(
            LocalPostgres postgres, String database, String bootstrapServers) {
        Map<String, String> variables = new HashMap<>();
        variables.put("ENVIRONMENT", "local");
        variables.put("APP_PORT", "0");
        variables.put("MANAGEMENT_PORT", "0");
        variables.put("DATABASE_ENDPOINT", "127.0.0.1");
        variables.put("DATABASE_PORT", String.valueOf(postgres.port()));
        variables.put("DB_DATABASE_NAME", database);
        variables.put("DATABASE_USERNAME", LocalPostgres.USERNAME);
        variables.put("DB_PASSWORD", LocalPostgres.PASSWORD);
        variables.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        variables.put("KAFKA_TOPIC", "topic-" + UUID.randomUUID());
        return variables;
    }
}

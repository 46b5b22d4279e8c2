package com.travelbuddy.local.stack;

/** The ports that the stack listens on, each moved by an environment variable. */
enum Port {
    SERVICE("the service", "APP_PORT", 8080),
    MANAGEMENT("the service's management", "MANAGEMENT_PORT", 8081),
    POSTGRES("PostgreSQL", "POSTGRES_PORT", 15432),
    MYSQL("MySQL", "MYSQL_PORT", 13306),
    KAFKA("Kafka", "KAFKA_PORT", 19092),
    DMS("DMS Local", "DMS_PORT", 15566),
    REVERSE_SYNC("the page of reverse-sync", "REVERSE_SYNC_PORT", 8090);

    private final String user;
    private final String variable;
    private final int standard;

    Port(String user, String variable, int standard) {
        this.user = user;
        this.variable = variable;
        this.standard = standard;
    }

    /** Who listens on it. */
    String user() {
        return user;
    }

    String variable() {
        return variable;
    }

    int standard() {
        return standard;
    }
}

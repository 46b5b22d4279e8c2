package com.travelbuddy.reversesync.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How this program reaches a database.
 *
 * @param host absent: what the login's secret says
 * @param port absent: what the login's secret says, or the usual one
 * @param database the database of PostgreSQL; the schema of MySQL
 * @param certificates PEM file of the authorities that {@link TlsMode#VERIFY_CA} and {@link
 *     TlsMode#VERIFY_FULL} trust; absent: those of the Java runtime
 * @param connectTimeout of one attempt
 */
public record DatabaseSettings(
        Optional<String> host,
        Optional<Integer> port,
        String database,
        Login login,
        TlsMode tls,
        Optional<Path> certificates,
        Duration connectTimeout) {

    static DatabaseSettings read(SettingsReader reader) {
        return new DatabaseSettings(
                reader.optional("host"),
                reader.optionalInteger("port", 1, 65_535),
                reader.text("database"),
                reader.login(),
                reader.choice("tls", TlsMode.class, TlsMode.REQUIRE),
                reader.optional("ca-file").map(Path::of),
                reader.duration("connect-timeout", Duration.ofSeconds(10)));
    }
}

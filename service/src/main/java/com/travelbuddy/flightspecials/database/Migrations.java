package com.travelbuddy.flightspecials.database;

import com.travelbuddy.flightspecials.settings.DatabaseSettings;
import com.zaxxer.hikari.HikariDataSource;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Brings the schema up to date with Flyway, in a history table of its own: the original service's
 * {@code flyway_schema_history} may stand beside it and is not touched. Several processes may do so
 * at once.
 */
public final class Migrations {

    private static final String HISTORY_TABLE = "flightspecials_schema_history";

    private final DatabaseSettings settings;

    public Migrations(DatabaseSettings settings) {
        this.settings = settings;
    }

    /**
     * Applies what is pending.
     *
     * @throws DatabaseUnavailableException the database cannot be reached, or a lock was not to be
     *     had
     * @throws MigrationFailedException the existing tables or the rights do not allow it, with the
     *     reason
     */
    public void run() {
        withFlyway(Flyway::migrate);
    }

    /**
     * Checks that nothing is pending, for a service that may not change the schema itself.
     *
     * @throws DatabaseUnavailableException the database cannot be reached, or something is pending
     */
    public void check() {
        withFlyway(
                flyway -> {
                    int pending = flyway.info().pending().length;
                    if (pending > 0) {
                        throw new DatabaseUnavailableException(
                                pending
                                        + " migrations are pending; run the service once with the command 'migrate'",
                                null);
                    }
                });
    }

    private void withFlyway(java.util.function.Consumer<Flyway> action) {
        // A pool of its own: migrations may take longer than any request.
        try (HikariDataSource connections =
                new HikariDataSource(Database.pool(settings, 3, Duration.ZERO))) {
            action.accept(flyway(connections));
        } catch (FlywayException e) {
            throw explained(e);
        }
    }

    private Flyway flyway(HikariDataSource connections) {
        List<String> locations = new ArrayList<>(List.of("classpath:db/migrations"));
        if (settings.sampleData()) {
            locations.add("classpath:db/sample");
        }
        return Flyway.configure()
                .dataSource(connections)
                .schemas(settings.schema())
                .table(HISTORY_TABLE)
                .locations(locations.toArray(String[]::new))
                .baselineOnMigrate(true)
                .baselineVersion("0")
                // An older version beside a newer one, and sample data that was switched off later,
                // are no faults.
                .ignoreMigrationPatterns("*:future", "repeatable:missing")
                .placeholders(
                        Map.of(
                                "zone",
                                        settings.zone().getId().equals("Z")
                                                ? "+00:00"
                                                : settings.zone().getId(),
                                "nullExpiry", settings.nullExpiry().name().toLowerCase(Locale.ROOT),
                                "nullCost", settings.nullCost().name().toLowerCase(Locale.ROOT)))
                .load();
    }

    private static RuntimeException explained(FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return SqlStates.isTransient(sql)
                        ? new DatabaseUnavailableException(
                                "The schema could not be checked: " + sql.getMessage(), failure)
                        : new MigrationFailedException(sql.getMessage(), failure);
            }
        }
        return new MigrationFailedException(failure.getMessage(), failure);
    }
}

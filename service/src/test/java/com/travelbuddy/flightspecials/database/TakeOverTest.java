package com.travelbuddy.flightspecials.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.travelbuddy.flightspecials.settings.DatabaseSettings;
import com.travelbuddy.flightspecials.settings.SettingsLoader;
import com.travelbuddy.flightspecials.specials.Listing;
import com.travelbuddy.flightspecials.specials.Special;
import com.travelbuddy.flightspecials.specials.SpecialStore;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Migrations on empty databases and on those that the original service left, on a real PostgreSQL.
 */
final class TakeOverTest {

    private static final String ORIGINAL =
            """
            CREATE SCHEMA travelbuddy;
            SET search_path = travelbuddy;
            CREATE TABLE flyway_schema_history (
                installed_rank integer PRIMARY KEY, version varchar(50), description varchar(200), type varchar(20),
                script varchar(1000), checksum integer, installed_by varchar(100),
                installed_on timestamp DEFAULT now(), execution_time integer, success boolean);
            INSERT INTO flyway_schema_history VALUES
                (1, '20230209.1500', 'create', 'SQL', 'V20230209.1500__create.sql', 1, 'postgres', now(), 1, true),
                (2, '20230414.1501', 'alter', 'SQL', 'V20230414.1501__alter.sql', 2, 'postgres', now(), 1, true),
                (3, '20230414.1502', 'data', 'SQL', 'V20230414.1502__data.sql', 3, 'postgres', now(), 1, true);
            CREATE TABLE flightspecial (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, header varchar(255) NOT NULL, body varchar(255),
                origin varchar(255), origin_code varchar(6), destination varchar(255), destination_code varchar(6),
                cost integer, expiry_date timestamp);
            INSERT INTO flightspecial (header, body, cost, expiry_date) VALUES
                ('One', 'B', 10, '2030-01-01 12:00:00.123456'), ('Two', NULL, 20, '2031-01-01');
            """;

    private final String database = Servers.newDatabase();

    @Test
    void aLiveDatabaseOfTheOriginalIsTakenOverWithItsRowsAndItsHistoryUntouched()
            throws SQLException {
        execute(ORIGINAL);
        List<String> history =
                query("SELECT t::text FROM travelbuddy.flyway_schema_history t ORDER BY 1");

        migrate("DB_SAMPLE_DATA", "true");

        assertThat(query("SELECT t::text FROM travelbuddy.flyway_schema_history t ORDER BY 1"))
                .isEqualTo(history);
        assertThat(specials("Z"))
                .extracting(Special::header, Special::expiryDate, Special::version)
                .containsExactly(
                        tuple("One", Instant.parse("2030-01-01T12:00:00.123Z"), 1L),
                        tuple("Two", Instant.parse("2031-01-01T00:00:00Z"), 1L));
    }

    @Test
    void theWallClockIsReadInTheConfiguredZone() throws SQLException {
        execute(ORIGINAL);
        migrate();

        assertThat(specials("+09:00").getFirst().expiryDate())
                .isEqualTo("2030-01-01T03:00:00.123Z");
    }

    @Test
    void migratingAgainChangesNothing() throws SQLException {
        migrate("DB_SAMPLE_DATA", "true");
        List<Special> before = specials("Z");
        migrate("DB_SAMPLE_DATA", "true");
        migrate("DB_SAMPLE_DATA", "false");

        assertThat(specials("Z")).isEqualTo(before).hasSize(11);
    }

    @Test
    void theSampleIsTheElevenSpecialsForAnEmptyTableOnly() throws SQLException {
        migrate("DB_SAMPLE_DATA", "true");

        List<Special> specials = specials("Z");
        assertThat(specials)
                .extracting(Special::id)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
        assertThat(specials.getFirst().header()).isEqualTo("London to Prague");
        assertThat(specials.getFirst().originCode()).isEqualTo("LHR");
        assertThat(specials.getFirst().destinationCode()).isEqualTo("CDG");
        assertThat(specials.getLast().header()).isEqualTo("New York to London");
        assertThat(specials).allSatisfy(special -> assertThat(special.cost()).isBetween(50, 250));
        assertThat(specials)
                .allSatisfy(
                        special ->
                                assertThat(special.expiryDate())
                                        .isBetween(
                                                Instant.now().plusSeconds(21 * 3600),
                                                Instant.now().plusSeconds(23 * 3600)));
    }

    @Test
    void theSampleExpiresAtTheSameInstantWhateverTheZone() throws SQLException {
        migrate("DB_SAMPLE_DATA", "true", "DB_ZONE", "+09:00");

        assertThat(specials("+09:00").getFirst().expiryDate())
                .isBetween(
                        Instant.now().plusSeconds(21 * 3600), Instant.now().plusSeconds(23 * 3600));
    }

    @ParameterizedTest
    @CsvSource({"expired,1970-01-02T00:00:00Z", "never,9999-12-31T00:00:00Z"})
    void missingDatesAndCostsBecomeWhatIsConfigured(String treatment, Instant expected)
            throws SQLException {
        execute(ORIGINAL);
        execute("INSERT INTO travelbuddy.flightspecial (header) VALUES ('Null')");
        migrate("DB_NULL_EXPIRY", treatment);

        Special special = specials("Z").getLast();
        assertThat(special.expiryDate()).isEqualTo(expected);
        assertThat(special.cost()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"DB_NULL_EXPIRY,expiry_date", "DB_NULL_COST,cost"})
    void missingValuesStopTheTakeOverIfAskedForAndAreNamedById(String variable, String column)
            throws SQLException {
        execute(ORIGINAL);
        execute("INSERT INTO travelbuddy.flightspecial (header) VALUES ('Null'), ('Null too')");

        assertThatThrownBy(() -> migrate(variable, "fail"))
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining(column + " is NULL")
                .hasMessageContaining("3, 4");
        assertThat(
                        query(
                                "SELECT count(*) FROM travelbuddy.flightspecial WHERE "
                                        + column
                                        + " IS NULL"))
                .containsExactly("2");

        migrate();
        assertThat(specials("Z")).hasSize(4);
    }

    @Test
    void aTableOfTheSameNameThatIsNotTheOriginalsIsLeftAloneWithAnExplanation()
            throws SQLException {
        execute(
                "CREATE SCHEMA travelbuddy; CREATE TABLE travelbuddy.flightspecial"
                        + " (id bigint PRIMARY KEY, header text, cost numeric)");

        assertThatThrownBy(this::migrate)
                .isInstanceOf(MigrationFailedException.class)
                .hasMessageContaining("header must be character varying, is text")
                .hasMessageContaining("cost must be integer, is numeric")
                .hasMessageContaining(
                        "expiry_date must be timestamp without time zone, is missing");
    }

    @Test
    void severalReplicasMayMigrateAtOnce() throws Exception {
        execute(ORIGINAL);
        try (ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                runs.add(replicas.submit(() -> new Migrations(settings()).run()));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        assertThat(specials("Z")).hasSize(2);
    }

    @Test
    void aServiceThatMayNotMigrateWaitsForWhatIsPending() throws SQLException {
        Migrations migrations = new Migrations(settings());

        assertThatThrownBy(migrations::check)
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("3 migrations are pending");
        migrate();
        migrations.check();
    }

    @Test
    void anotherWritersChangesGetANewVersionToo() throws SQLException {
        execute(ORIGINAL);
        migrate();
        execute("UPDATE travelbuddy.flightspecial SET body = 'New' WHERE id = 1");
        execute("UPDATE travelbuddy.flightspecial SET body = body");

        assertThat(specials("Z")).extracting(Special::version).containsExactly(2L, 1L);
    }

    private DatabaseSettings settings(String... namesAndValues) {
        Map<String, String> environment =
                ServiceEnvironment.of(Servers.postgres(), database, "localhost:9092");
        environment.put("DB_SAMPLE_DATA", "false");
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return SettingsLoader.load(environment).database();
    }

    private void migrate(String... namesAndValues) {
        new Migrations(settings(namesAndValues)).run();
    }

    private List<Special> specials(String zone) {
        DatabaseSettings settings = settings("DB_ZONE", zone);
        try (Database opened = new Database(settings)) {
            opened.open();
            return new SpecialStore(opened, settings.zone()).page(new Listing.All(), 0, 100);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = Servers.postgres().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        try (Connection connection = Servers.postgres().connect(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (row.next()) {
                values.add(row.getString(1));
            }
            return values;
        }
    }
}

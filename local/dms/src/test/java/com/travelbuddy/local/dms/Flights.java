package com.travelbuddy.local.dms;

import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A source and a target of a test's own: the service's table of specials and the monolith's, and
 * two plain ones beside them for transactions over several tables.
 */
final class Flights implements AutoCloseable {

    /** Of the source; the target's has a name of its own. */
    static final String SCHEMA = "travelbuddy";

    static final List<String> TABLES = List.of("airline", "flightspecial", "leg");

    private static final Path DB = Path.of("..", "..", "db");

    private final LocalPostgres postgres;
    private final LocalMariaDb mariaDb;
    private final String name =
            "t" + Long.toHexString(ThreadLocalRandom.current().nextLong(1L << 40));
    private final AtomicLong markers = new AtomicLong();

    /** With databases of the shared servers. */
    Flights() {
        this(Servers.postgres(), Servers.mariaDb());
    }

    Flights(LocalPostgres postgres, LocalMariaDb mariaDb) {
        this.postgres = postgres;
        this.mariaDb = mariaDb;
        postgres.createDatabase(name);
        mariaDb.createDatabase(name);
        try {
            createSource();
            atTarget(
                    Files.readString(DB.resolve("monolith/1-flightspecial.sql")),
                    """
                    CREATE TABLE airline (
                        code VARCHAR(64) PRIMARY KEY,
                        name TEXT,
                        fleet INT
                    ) DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_nopad_bin
                    """,
                    """
                    CREATE TABLE leg (
                        special_id BIGINT,
                        position INT,
                        note TEXT,
                        price DECIMAL(10, 2),
                        PRIMARY KEY (special_id, position)
                    ) DEFAULT CHARSET = utf8mb4
                    """);
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void createSource() throws IOException, SQLException {
        try (Connection connection = source();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA travelbuddy");
            statement.execute("SET search_path TO travelbuddy");
            for (String migration : List.of("V1__flightspecial", "V2__version_and_not_null")) {
                statement.execute(
                        Files.readString(DB.resolve("migrations/" + migration + ".sql"))
                                .replace("${nullExpiry}", "expired")
                                .replace("${nullCost}", "zero"));
            }
            // As the original has it, whose rows a task may meet too.
            statement.execute("ALTER TABLE flightspecial ALTER COLUMN expiry_date DROP NOT NULL");
            // Of histories, not of tasks.
            statement.execute("CREATE TABLE public.history (id uuid PRIMARY KEY)");
            statement.execute(
                    "CREATE TABLE airline (code varchar(64) PRIMARY KEY, name text, fleet int)");
            statement.execute(
                    """
                    CREATE TABLE leg (
                        special_id bigint,
                        position int,
                        note text,
                        price numeric(10, 2),
                        PRIMARY KEY (special_id, position)
                    )
                    """);
        }
    }

    /** Of the source's database and of the target's. */
    String name() {
        return name;
    }

    /** A schema for control tables that no other test uses. */
    String controlSchema() {
        return name + "_control";
    }

    LocalPostgres postgres() {
        return postgres;
    }

    LocalMariaDb mariaDb() {
        return mariaDb;
    }

    Connection source() throws SQLException {
        return postgres.connect(name);
    }

    Connection target() throws SQLException {
        return mariaDb.connect(name);
    }

    /** Executes statements at the source, each in a transaction of its own. */
    void atSource(String... statements) {
        try (Connection connection = source()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void atTarget(String... statements) {
        try (Connection connection = target()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The first column of what a query finds at the source, as text. */
    List<String> fromSource(String query) {
        try (Connection connection = source()) {
            return column(connection, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> fromTarget(String query) {
        try (Connection connection = target()) {
            return column(connection, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names of the replication slots of the source's database. */
    List<String> slots() {
        return fromSource(
                "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()");
    }

    /** Commits an airline that tells, when it is at the target, that all before it is there too. */
    String mark() {
        String code = "marker " + markers.incrementAndGet();
        atSource("INSERT INTO travelbuddy.airline VALUES ('%s', NULL, 0)".formatted(code));
        return code;
    }

    boolean isMarkedAtTarget(String code) {
        return !fromTarget("SELECT 1 FROM airline WHERE code = '%s'".formatted(code)).isEmpty();
    }

    /** How many airlines are markers. */
    long markers() {
        return markers.get();
    }

    @Override
    public void close() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(this::dropDatabases);
    }

    private void dropDatabases() throws SQLException {
        try (Connection connection = postgres.connect("postgres")) {
            // A slot goes with its database unless somebody still reads it.
            execute(
                    connection,
                    """
                    SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots
                     WHERE database = '%s' AND active
                    """
                            .formatted(name),
                    "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
        }
        try (Connection connection = mariaDb.connect("")) {
            execute(
                    connection,
                    "DROP DATABASE IF EXISTS " + name,
                    "DROP DATABASE IF EXISTS " + controlSchema());
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> column(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }
}

package com.travelbuddy.reversesync.support;

import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A test's own source and target, each with an empty table of specials, and a configuration that
 * carries the one to the other by a task of the test's own.
 */
public final class Flights implements AutoCloseable {

    private static final Path DB = Path.of("..", "db");

    /** Where the table of specials is at the source. */
    public static final String SOURCE_TABLE = "travelbuddy.flightspecial";

    private final LocalPostgres postgres;
    private final LocalMariaDb mariaDb;
    private final Path folder;
    private final Map<String, String> keys = new LinkedHashMap<>();
    private final String name =
            "t" + Long.toHexString(ThreadLocalRandom.current().nextLong(1L << 40));
    private String tables =
            """
            tables:
              - source: travelbuddy.flightspecial
                columns:
                  expiry_date: {to: expiryDate, as: epoch-millis, zone: UTC, null: fail}
                drop: [version, updated_at]
            """;

    /** With databases of the shared servers, and the shared DMS Local. */
    public Flights() {
        this(LocalCloud.postgres(), LocalCloud.mariaDb(), LocalCloud.dms().uri());
    }

    public Flights(LocalPostgres postgres, LocalMariaDb mariaDb, URI dms) {
        this.postgres = postgres;
        this.mariaDb = mariaDb;
        postgres.createDatabase(name);
        mariaDb.createDatabase(name);
        try {
            folder = Files.createTempDirectory("reverse-sync-test");
            Path postgresPassword =
                    Files.writeString(folder.resolve("postgres"), LocalPostgres.PASSWORD + "\n");
            Path mySqlPassword = Files.writeString(folder.resolve("mysql"), LocalMariaDb.PASSWORD);
            set("source.host", "127.0.0.1");
            set("source.port", Integer.toString(postgres.port()));
            set("source.database", name);
            set("source.username", LocalPostgres.USERNAME);
            set("source.password-file", postgresPassword.toString());
            set("source.tls", "none");
            set("source.slot", name);
            set("target.host", "127.0.0.1");
            set("target.port", Integer.toString(mariaDb.port()));
            set("target.database", name);
            set("target.username", LocalMariaDb.USERNAME);
            set("target.password-file", mySqlPassword.toString());
            set("target.tls", "none");
            set("dms.endpoint", dms.toString());
            set("dms.region", "us-east-1");
            set("dms.task", task());
            set("dms.control-schema", controlSchema());
            set("dms.subnet-group.subnets", "subnet-a, subnet-b");
            set("dms.poll-interval", "20ms");
            set("dms.timeout", "60s");
            set("dms.cloudwatch", "false");
            set("verify.settle", "100ms");
            createTables();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void createTables() throws IOException {
        List<String> source = new ArrayList<>();
        source.add("CREATE SCHEMA travelbuddy");
        source.add("SET search_path TO travelbuddy");
        for (String migration : List.of("V1__flightspecial", "V2__version_and_not_null")) {
            source.add(
                    Files.readString(DB.resolve("migrations/" + migration + ".sql"))
                            .replace("${nullExpiry}", "expired")
                            .replace("${nullCost}", "zero"));
        }
        atSource(source.toArray(String[]::new));
        atTarget(Files.readString(DB.resolve("monolith/1-flightspecial.sql")));
    }

    /**
     * Sets a key of the configuration, such as {@code source.host}; without a value: takes it out.
     */
    public Flights set(String key, String value) {
        if (value == null) {
            keys.remove(key);
        } else {
            keys.put(key, value);
        }
        return this;
    }

    /** Replaces the declaration of tables, in YAML. */
    public Flights declare(String yaml) {
        tables = yaml;
        return this;
    }

    /** Of both databases. */
    public String name() {
        return name;
    }

    /** The task's id. */
    public String task() {
        return name;
    }

    public String controlSchema() {
        return name + "_control";
    }

    public String slot() {
        return name;
    }

    public Path folder() {
        return folder;
    }

    /** The configuration as it is now. */
    public Path config() {
        StringBuilder yaml = new StringBuilder(tables);
        Map<String, Object> tree = new LinkedHashMap<>();
        keys.forEach((key, value) -> put(tree, key.split("\\."), value));
        write(yaml, tree, "");
        try {
            return Files.writeString(folder.resolve("reverse-sync.yaml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a command with the configuration as it is now, in this process. */
    public Cli.Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--config");
        all.add(config().toString());
        return Cli.run(all.toArray(String[]::new));
    }

    public Connection source() throws SQLException {
        return postgres.connect(name);
    }

    public Connection target() throws SQLException {
        return mariaDb.connect(name);
    }

    /**
     * Adds specials to the source, with headers of their own and expiry dates with microseconds.
     *
     * @param first the first id
     */
    public Flights addSpecials(int first, int count) {
        atSource(
                """
                INSERT INTO travelbuddy.flightspecial
                    (id, header, body, origin, origin_code, destination, destination_code, cost,
                     expiry_date)
                OVERRIDING SYSTEM VALUE
                SELECT n, 'Special ' || n, 'Łódź to 東京 ' || n, 'London', 'LHR', NULL, 'CDG', n %% 300,
                       timestamp '2030-01-01 00:00:00.123456' + n * interval '1.000999 seconds'
                  FROM generate_series(%d, %d) n
                """
                        .formatted(first, first + count - 1));
        return this;
    }

    /** Gives the target the very rows of the source, as a sync without a fault would. */
    public Flights levelTarget() {
        try (Connection source = source();
                Connection target = target();
                Statement read = source.createStatement()) {
            source.setAutoCommit(false);
            target.setAutoCommit(false);
            read.setFetchSize(1_000);
            try (ResultSet row =
                    read.executeQuery(
                            """
                            SELECT id, header, body, origin, origin_code, destination,
                                   destination_code, cost,
                                   floor(extract(epoch FROM expiry_date) * 1000)::bigint
                              FROM travelbuddy.flightspecial
                            """)) {
                List<Object> values = new ArrayList<>();
                while (row.next()) {
                    for (int i = 1; i <= 9; i++) {
                        values.add(row.getObject(i));
                    }
                    if (values.size() == 9 * 1_000) {
                        replace(target, values);
                    }
                }
                replace(target, values);
            }
            target.commit();
            return this;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void replace(Connection target, List<Object> values) throws SQLException {
        if (values.isEmpty()) {
            return;
        }
        String rows = ", (?, ?, ?, ?, ?, ?, ?, ?, ?)".repeat(values.size() / 9).substring(2);
        try (var write = target.prepareStatement("REPLACE INTO flightspecial VALUES " + rows)) {
            for (int i = 0; i < values.size(); i++) {
                write.setObject(i + 1, values.get(i));
            }
            write.executeUpdate();
        }
        values.clear();
    }

    /** Executes statements at the source, each in a transaction of its own. */
    public void atSource(String... statements) {
        try (Connection connection = source()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public void atTarget(String... statements) {
        try (Connection connection = target()) {
            execute(connection, statements);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows that a query finds at the source, each as its values with commas between them. */
    public List<String> fromSource(String query) {
        try (Connection connection = source()) {
            return rows(connection, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<String> fromTarget(String query) {
        try (Connection connection = target()) {
            return rows(connection, query);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .untilAsserted(this::dropDatabases);
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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

    private static List<String> rows(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(String.join(",", values.stream().map(String::valueOf).toList()));
            }
            return rows;
        }
    }

    @SuppressWarnings("unchecked")
    private static void put(Map<String, Object> tree, String[] path, String value) {
        Map<String, Object> node = tree;
        for (int i = 0; i < path.length - 1; i++) {
            node =
                    (Map<String, Object>)
                            node.computeIfAbsent(path[i], _ -> new LinkedHashMap<String, Object>());
        }
        node.put(path[path.length - 1], value);
    }

    @SuppressWarnings("unchecked")
    private static void write(StringBuilder yaml, Map<String, Object> tree, String indent) {
        tree.forEach(
                (key, value) -> {
                    if (value instanceof Map) {
                        yaml.append(indent).append(key).append(":\n");
                        write(yaml, (Map<String, Object>) value, indent + "  ");
                    } else {
                        yaml.append("%s%s: '%s'%n".formatted(indent, key, value));
                    }
                });
    }
}

package com.travelbuddy.bench;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.zip.CRC32C;

/**
 * The tables at the source and at the target, what is done to them, and the proof that they agree.
 */
final class DmsTables {

    static final String DATABASE = "dso";
    static final String REFERENCE = "flightspecial_reference";
    static final String TARGET_USERNAME = "dms";
    static final String TARGET_PASSWORD = "secret";
    static final int WIDE_TEXT = 20_480;

    /** The source's rows as the target is to have them. */
    static final String SOURCE_ROWS =
            "SELECT id, header, body, origin, origin_code, destination, destination_code, cost,"
                    + " floor(extract(epoch FROM expiry_date) * 1000)::bigint"
                    + " FROM travelbuddy.flightspecial";

    private static final String TARGET_ROWS =
            "SELECT id, header, body, origin, originCode, destination, destinationCode, cost,"
                    + " expiryDate FROM ";

    /** Coprime to the numbers of rows that are used: neighbours in time are not so in the table. */
    private static final int STRIDE = 7_919;

    private final LocalPostgres postgres;
    private final LocalMariaDb mariaDb;
    private final int rows;

    private DmsTables(LocalPostgres postgres, LocalMariaDb mariaDb, int rows) {
        this.postgres = postgres;
        this.mariaDb = mariaDb;
        this.rows = rows;
    }

    /** Makes the tables, and the source's rows. */
    static DmsTables create(
            LocalPostgres postgres, LocalMariaDb mariaDb, int rows, int wideMegabytes)
            throws SQLException {
        postgres.createDatabase(DATABASE);
        mariaDb.createMonolith();
        var tables = new DmsTables(postgres, mariaDb, rows);
        tables.atTarget(
                "TRUNCATE flightspecial",
                "CREATE TABLE %s LIKE flightspecial".formatted(REFERENCE),
                "CREATE TABLE position_reference (id int PRIMARY KEY, position varchar(64), applied bigint)",
                "INSERT INTO position_reference VALUES (1, '', 0)",
                "GRANT ALL ON *.* TO `%s`@`%%` IDENTIFIED BY '%s'"
                        .formatted(TARGET_USERNAME, TARGET_PASSWORD));
        tables.atSource(
                "CREATE SCHEMA travelbuddy",
                """
                CREATE TABLE travelbuddy.flightspecial (
                    id bigint PRIMARY KEY, header varchar(255) NOT NULL, body varchar(255),
                    origin varchar(255), origin_code varchar(6), destination varchar(255),
                    destination_code varchar(6), cost integer NOT NULL,
                    expiry_date timestamp NOT NULL)
                """,
                """
                INSERT INTO travelbuddy.flightspecial
                SELECT n, 'Special number ' || n, 'A body of the usual length, to the sea and back, ' || n,
                       'Seoul', 'ICN', 'London', 'LHR', n %% 1000,
                       timestamp '2025-01-01' + n * interval '1.234567 seconds'
                  FROM generate_series(1, %d) AS n
                """
                        .formatted(rows),
                "CREATE TABLE travelbuddy.wide (id bigint PRIMARY KEY, content text)",
                "ALTER TABLE travelbuddy.wide ALTER COLUMN content SET STORAGE EXTERNAL",
                "INSERT INTO travelbuddy.wide SELECT n, repeat(md5(n::text), %d / 32)"
                                .formatted(WIDE_TEXT)
                        + " FROM generate_series(1, %d) AS n"
                                .formatted((int) (wideMegabytes * 1_000_000L / WIDE_TEXT)),
                "VACUUM ANALYZE",
                "CHECKPOINT");
        return tables;
    }

    Connection source() throws SQLException {
        return postgres.connect(DATABASE);
    }

    Connection source(Properties properties) throws SQLException {
        properties.setProperty("user", LocalPostgres.USERNAME);
        properties.setProperty("password", LocalPostgres.PASSWORD);
        return DriverManager.getConnection(postgres.jdbcUrl(DATABASE), properties);
    }

    /**
     * @param options of the driver
     */
    Connection target(String options) throws SQLException {
        return DriverManager.getConnection(
                mariaDb.jdbcUrl(LocalMariaDb.MONOLITH) + "&" + options,
                LocalMariaDb.USERNAME,
                LocalMariaDb.PASSWORD);
    }

    void atSource(String... statements) throws SQLException {
        try (Connection connection = source()) {
            execute(connection, statements);
        }
    }

    private void atTarget(String... statements) throws SQLException {
        try (Connection connection = target("")) {
            execute(connection, statements);
        }
    }

    private static void execute(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The row that an update of a running number from 1 on is of. */
    long row(long number) {
        return 1 + number * STRIDE % rows;
    }

    /** Updates as many rows, each in a transaction; costs become base + 1 and so on. */
    void updateOneByOne(int base, int count) throws SQLException {
        atSource(
                """
                DO $$ BEGIN
                    FOR i IN 1..%d LOOP
                        UPDATE travelbuddy.flightspecial
                           SET header = 'Update ' || (%d + i), cost = %2$d + i
                         WHERE id = 1 + i::bigint * %d %% %d;
                        COMMIT;
                    END LOOP;
                END $$
                """
                        .formatted(count, base, STRIDE, rows));
    }

    /** Updates as many rows, the first ones; costs become base + 1 and so on. */
    void updateInBatches(int base, int count, int perTransaction) throws SQLException {
        atSource(
                """
                DO $$ BEGIN
                    FOR t IN 0..%1$d / %2$d - 1 LOOP
                        UPDATE travelbuddy.flightspecial
                           SET header = 'Update ' || (%3$d + id), cost = %3$d + id
                         WHERE id > t * %2$d AND id <= (t + 1) * %2$d;
                        COMMIT;
                    END LOOP;
                END $$
                """
                        .formatted(count, perTransaction, base));
    }

    /** The target's rows whose costs are above a base, in the order of their updates. */
    List<Object[]> updated(int base) throws SQLException {
        try (Connection connection = target("");
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "%s flightspecial WHERE cost > %d ORDER BY cost"
                                        .formatted(TARGET_ROWS, base))) {
            List<Object[]> all = new ArrayList<>();
            while (found.next()) {
                Object[] row = new Object[9];
                for (int i = 0; i < row.length; i++) {
                    row[i] = found.getObject(i + 1);
                }
                all.add(row);
            }
            return all;
        }
    }

    /** Fails unless the target and the reference have the source's rows, all of their values. */
    void requireEqual() throws SQLException {
        String expected = sourceDigest(SOURCE_ROWS + " ORDER BY id");
        requireSame("flightspecial", expected, targetDigest(TARGET_ROWS + "flightspecial"));
        requireSame(REFERENCE, expected, targetDigest(TARGET_ROWS + REFERENCE));
    }

    /** The same of the wide table. */
    void requireEqualWide() throws SQLException {
        requireSame(
                "wide",
                sourceDigest("SELECT id, content FROM travelbuddy.wide ORDER BY id"),
                targetDigest("SELECT id, content FROM wide"));
    }

    private static void requireSame(String table, String expected, String found) {
        if (!expected.equals(found)) {
            throw new IllegalStateException(
                    "The table %s is wrong: %s, not %s".formatted(table, found, expected));
        }
    }

    private String sourceDigest(String query) throws SQLException {
        try (Connection connection = source();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.setFetchSize(1_000);
            return digest(statement, query);
        }
    }

    private String targetDigest(String query) throws SQLException {
        try (Connection connection = target("");
                Statement statement = connection.createStatement()) {
            // Row by row, as Connector/J has it.
            statement.setFetchSize(Integer.MIN_VALUE);
            return digest(statement, query + " ORDER BY id");
        }
    }

    private static String digest(Statement statement, String query) throws SQLException {
        var checksum = new CRC32C();
        long count = 0;
        try (ResultSet row = statement.executeQuery(query)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                count++;
                for (int i = 1; i <= columns; i++) {
                    checksum.update((row.getString(i) + "\t").getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return "%d rows, checksum %x".formatted(count, checksum.getValue());
    }

    /** Watches costs of rows at the target. */
    final class Watch implements AutoCloseable {

        private final Connection connection;
        private final PreparedStatement cost;

        Watch() throws SQLException {
            connection = target("useServerPrepStmts=true");
            cost = connection.prepareStatement("SELECT cost FROM flightspecial WHERE id = ?");
        }

        /** Whether an update is there. */
        boolean sees(long row, int atLeast) throws SQLException {
            cost.setLong(1, row);
            try (ResultSet found = cost.executeQuery()) {
                return found.next() && found.getInt(1) >= atLeast;
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}

package com.travelbuddy.local.dms.source;

import org.postgresql.PGProperty;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * Where a source database is and how it is used.
 *
 * @param sslMode none, require, verify-ca or verify-full, as the API has it
 * @param slot of the endpoint's SlotName; empty: the task makes its own
 * @param booleanAsBoolean MapBooleanAsBoolean; otherwise a boolean is the text true or false
 * @param executeTimeout ExecuteTimeout: how long a statement may take
 */
public record PostgresEndpoint(
        String host,
        int port,
        String database,
        String username,
        String password,
        String sslMode,
        String slot,
        boolean booleanAsBoolean,
        Duration executeTimeout) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** So that COPY and the stream print a value alike, whatever the server's own settings are. */
    private static final String SESSION =
            "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres';"
                    + " SET bytea_output = 'hex'; SET extra_float_digits = 1;"
                    + " SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0";

    /**
     * Connects once.
     *
     * @throws SQLException when that fails; the message holds no password
     */
    public void test() throws SQLException {
        connect().close();
    }

    /** A connection for statements that are done within the execute timeout. */
    Connection connect() throws SQLException {
        return connect(new Properties(), executeTimeout);
    }

    /** A connection for reading whole tables. */
    Connection connectForReading() throws SQLException {
        return connect(new Properties(), Duration.ZERO);
    }

    /**
     * A connection that speaks the replication protocol.
     *
     * @param timeout of each answer; zero: none
     */
    Connection connectForReplication(Duration timeout) throws SQLException {
        var properties = new Properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        return connect(properties, timeout);
    }

    private Connection connect(Properties properties, Duration timeout) throws SQLException {
        PGProperty.USER.set(properties, username);
        PGProperty.PASSWORD.set(properties, password);
        PGProperty.APPLICATION_NAME.set(properties, "dms-local");
        PGProperty.SSL_MODE.set(properties, sslMode.equals("none") ? "disable" : sslMode);
        PGProperty.CONNECT_TIMEOUT.set(properties, (int) CONNECT_TIMEOUT.toSeconds());
        PGProperty.LOGIN_TIMEOUT.set(properties, (int) CONNECT_TIMEOUT.toSeconds());
        PGProperty.SOCKET_TIMEOUT.set(properties, (int) timeout.toSeconds());
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        Connection connection =
                DriverManager.getConnection(
                        "jdbc:postgresql://%s:%d/%s"
                                .formatted(
                                        host.contains(":") ? "[" + host + "]" : host,
                                        port,
                                        URLEncoder.encode(database, StandardCharsets.UTF_8)),
                        properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SESSION);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s@%s:%d/%s".formatted(username, host, port, database);
    }
}

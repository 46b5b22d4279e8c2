package com.travelbuddy.local.dms.target;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * Where a target server is.
 *
 * @param sslMode none, require, verify-ca or verify-full, as the API has it
 * @param database that all tables go to; empty: the one that the mapping names
 * @param afterConnect a statement for each new session (AfterConnectScript, or Initstmt of the
 *     extra connection attributes); empty: none
 * @param executeTimeout ExecuteTimeout: how long a statement may take
 */
public record MySqlEndpoint(
        String host,
        int port,
        String username,
        String password,
        String sslMode,
        String database,
        String afterConnect,
        Duration executeTimeout) {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** Nothing may be stored that differs from what was sent; a 0 is a key like any other. */
    private static final String SQL_MODE =
            "STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO,ERROR_FOR_DIVISION_BY_ZERO";

    /**
     * Connects once.
     *
     * @throws SQLException when that fails; the message holds no password
     */
    public void test() throws SQLException {
        connect().close();
    }

    /** A session for statements that are done within the execute timeout. */
    Connection connect() throws SQLException {
        return connect(new Properties());
    }

    /** A session for LOAD DATA LOCAL, which reads what this side gives it and no files. */
    Connection connectForLoading() throws SQLException {
        var properties = new Properties();
        properties.setProperty("allowLoadLocalInfile", "true");
        return connect(properties);
    }

    private Connection connect(Properties properties) throws SQLException {
        properties.setProperty("user", username);
        properties.setProperty("password", password);
        properties.setProperty(
                "sslMode",
                switch (sslMode) {
                    case "require" -> "REQUIRED";
                    case "verify-ca" -> "VERIFY_CA";
                    case "verify-full" -> "VERIFY_IDENTITY";
                    default -> "DISABLED";
                });
        // Without TLS, MySQL's default authentication asks for the server's key.
        properties.setProperty("allowPublicKeyRetrieval", Boolean.toString(sslMode.equals("none")));
        properties.setProperty("connectTimeout", Long.toString(CONNECT_TIMEOUT.toMillis()));
        properties.setProperty("socketTimeout", Long.toString(executeTimeout.toMillis()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("useServerPrepStmts", "true");
        // A transaction's last statement and its commit are sent as one.
        properties.setProperty("allowMultiQueries", "true");
        // As DMS counts: an update that changes nothing has affected no row.
        properties.setProperty("useAffectedRows", "true");
        Connection connection =
                DriverManager.getConnection(
                        "jdbc:mysql://%s:%d/"
                                .formatted(host.contains(":") ? "[" + host + "]" : host, port),
                        properties);
        try (Statement statement = connection.createStatement()) {
            long seconds = Math.max(1, executeTimeout.toSeconds() / 2);
            statement.execute(
                    "SET SESSION sql_mode = '%s', time_zone = '+00:00', max_error_count = 65535,"
                            .formatted(SQL_MODE)
                            + " innodb_lock_wait_timeout = %1$d, lock_wait_timeout = %1$d"
                                    .formatted(seconds));
            if (!afterConnect.isEmpty()) {
                statement.execute(afterConnect);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s@%s:%d".formatted(username, host, port);
    }
}

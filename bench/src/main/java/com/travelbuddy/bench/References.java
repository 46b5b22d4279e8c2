package com.travelbuddy.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;

import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.webserver.WebServer;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** What the service is compared with, on the same machine in the same run. */
final class References {

    private static final String LIST =
            "SELECT id, header, body, origin, origin_code, destination, destination_code, cost, expiry_date, version"
                    + " FROM travelbuddy.flightspecial WHERE id > 0 ORDER BY id LIMIT 1001";

    private References() {}

    /** A fixed answer of the size of the list: what the web server itself can do. */
    static Figures fixedAnswer(int clients, Duration duration, int bytes)
            throws InterruptedException {
        byte[] answer = new byte[bytes];
        WebServer server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .routing(
                                routing -> routing.get("/", (_, response) -> response.send(answer)))
                        .build()
                        .start();
        try {
            byte[] request = HttpLoad.get("/");
            return HttpLoad.run(
                    URI.create("http://127.0.0.1:" + server.port()),
                    clients,
                    duration,
                    _ -> request);
        } finally {
            server.stop();
        }
    }

    /**
     * The list's statement by plain JDBC, a connection per client: what PostgreSQL and its driver
     * can do.
     */
    static Figures listByJdbc(String url, int clients, Duration duration)
            throws InterruptedException {
        return Figures.measure(
                clients, duration, _ -> new JdbcClient(DriverManager.getConnection(url)));
    }

    /** The same through Helidon's DbClient on a pool, column values taken. */
    static Figures listByDbClient(String url, int clients, Duration duration)
            throws InterruptedException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(clients);
        try (HikariDataSource pool = new HikariDataSource(config)) {
            DbClient client =
                    JdbcClientBuilder.create().connectionPool(() -> connection(pool)).build();
            return Figures.measure(clients, duration, _ -> new DbClientList(client));
        }
    }

    private static Connection connection(HikariDataSource pool) {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private record JdbcClient(Connection connection, PreparedStatement statement)
            implements Figures.Client {

        JdbcClient(Connection connection) throws SQLException {
            this(connection, connection.prepareStatement(LIST));
        }

        @Override
        public void call() throws Exception {
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    for (int column = 1; column <= 10; column++) {
                        row.getObject(column);
                    }
                }
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    private record DbClientList(DbClient client) implements Figures.Client {

        @Override
        public void call() {
            try (var rows = client.execute().query(LIST)) {
                rows.forEach(row -> row.forEach(column -> column.get()));
            }
        }

        @Override
        public void close() {
            // The client is shared.
        }
    }
}

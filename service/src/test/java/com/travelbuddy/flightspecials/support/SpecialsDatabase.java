package com.travelbuddy.flightspecials.support;

import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalPostgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A service's database, seen past the service. */
public final class SpecialsDatabase {

    /** The version and the header of a special. */
    public record Row(long version, String header) {}

    private final LocalPostgres server;
    private final String name;

    public SpecialsDatabase(LocalPostgres server, String name) {
        this.server = server;
        this.name = name;
    }

    /** A connection whose unqualified names are those of the service. */
    public Connection connect() throws SQLException {
        Connection connection = server.connect(name);
        connection.setSchema("travelbuddy");
        return connection;
    }

    public void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number that a query yields. */
    public long number(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Events that are committed and not known to be on the topic. */
    public long backlog() throws SQLException {
        return number("SELECT count(*) FROM flightspecial_outbox");
    }

    public void awaitNoBacklog() {
        await().atMost(Duration.ofSeconds(60)).until(() -> backlog() == 0);
    }

    /**
     * Updates the header of each of the eleven specials a number of times, as the service does, but
     * at once.
     */
    public void update(int times) throws SQLException {
        execute(
                """
                DO $$ BEGIN FOR turn IN 1..%d LOOP
                    WITH old AS (SELECT id, header FROM flightspecial ORDER BY id FOR UPDATE),
                    new AS (UPDATE flightspecial AS f
                               SET header = 'turn ' || turn || ' of ' || old.id, version = version + 1
                              FROM old WHERE f.id = old.id
                         RETURNING f.id, f.header, old.header AS previous, version)
                    INSERT INTO flightspecial_outbox (special_id, payload, occurred_at, request_id, traceparent)
                    SELECT id, format('{"id":%%s,"flightSpecialHeader":"%%s","previousHeader":"%%s","version":%%s,'
                                      '"occurredAt":"2026-01-01T00:00:00.000Z"}', id, header, previous, version),
                           now(), 'by hand', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
                      FROM new ORDER BY id;
                END LOOP; END $$
                """
                        .formatted(times));
    }

    /** All specials by id. */
    public Map<Long, Row> specials() throws SQLException {
        Map<Long, Row> specials = new TreeMap<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT id, version, header FROM flightspecial")) {
            while (row.next()) {
                specials.put(row.getLong(1), new Row(row.getLong(2), row.getString(3)));
            }
        }
        return specials;
    }
}

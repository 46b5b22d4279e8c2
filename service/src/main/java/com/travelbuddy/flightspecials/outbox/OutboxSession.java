package com.travelbuddy.flightspecials.outbox;

import com.travelbuddy.flightspecials.database.Database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A relay's session with the database. The right to publish, the reading and the removing hang on
 * this one connection: whoever loses it can do none of them.
 */
final class OutboxSession implements AutoCloseable {

    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(30);

    private static final String TRY_LEAD =
            "SELECT pg_try_advisory_lock(hashtextextended('flightspecial_outbox',"
                    + " CAST(CAST('flightspecial_outbox' AS regclass) AS bigint)))";

    private static final String NEXT =
            "SELECT position, event_id, special_id, payload, occurred_at, request_id, traceparent, tracestate"
                    + " FROM flightspecial_outbox ORDER BY position LIMIT ?";

    private static final String REMOVE =
            "DELETE FROM flightspecial_outbox WHERE position = ANY (?)";

    private final Connection connection;

    private OutboxSession(Connection connection) {
        this.connection = connection;
    }

    static OutboxSession open(Database database) throws SQLException {
        Connection connection = database.connect(STATEMENT_TIMEOUT);
        try (Statement statement = connection.createStatement()) {
            // A relay that vanished from the network must not hold the lock for the hours of TCP's
            // defaults.
            statement.execute("SET tcp_keepalives_idle = 3");
            statement.execute("SET tcp_keepalives_interval = 1");
            statement.execute("SET tcp_keepalives_count = 3");
            statement.execute("SET tcp_user_timeout = 6000");
            // A plan made for an empty outbox must not be kept for one that holds a million.
            statement.execute("SET plan_cache_mode = force_custom_plan");
            return new OutboxSession(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Whether this session is the one that may publish, now and until it ends. */
    boolean tryLead() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(TRY_LEAD)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    List<OutboxEvent> next(int limit) throws SQLException {
        List<OutboxEvent> events = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
            statement.setInt(1, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    events.add(
                            new OutboxEvent(
                                    row.getLong(1),
                                    row.getObject(2, UUID.class),
                                    row.getLong(3),
                                    row.getString(4),
                                    row.getObject(5, OffsetDateTime.class).toInstant(),
                                    row.getString(6),
                                    row.getString(7),
                                    row.getString(8)));
                }
            }
        }
        return events;
    }

    void remove(List<OutboxEvent> events) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REMOVE)) {
            Object[] positions = events.stream().map(OutboxEvent::position).toArray();
            statement.setArray(1, connection.createArrayOf("bigint", positions));
            statement.executeUpdate();
        }
    }

    /** Fails if the session, and with it the right to publish, is gone. */
    void check() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

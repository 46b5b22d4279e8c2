package com.travelbuddy.flightspecials.specials;

import com.travelbuddy.flightspecials.database.Database;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The specials in PostgreSQL. Each call is one statement and one round trip, save for the end of
 * the active ones; all may throw {@link
 * com.travelbuddy.flightspecials.database.DatabaseUnavailableException}.
 */
public final class SpecialStore {

    private static final String COLUMNS =
            "id, header, body, origin, origin_code, destination, destination_code, cost, expiry_date, version";

    private static final String FIND = "SELECT " + COLUMNS + " FROM flightspecial WHERE id = ?";

    private static final String ALL =
            "SELECT " + COLUMNS + " FROM flightspecial WHERE id > ? ORDER BY id LIMIT ?";

    private static final String ACTIVE =
            "SELECT "
                    + COLUMNS
                    + " FROM flightspecial WHERE expiry_date > ? ORDER BY expiry_date, id LIMIT ?";

    private static final String ACTIVE_AFTER =
            "SELECT "
                    + COLUMNS
                    + " FROM flightspecial WHERE expiry_date > ?"
                    + " AND (expiry_date, id) > (SELECT expiry_date, id FROM flightspecial WHERE id = ?)"
                    + " ORDER BY expiry_date, id LIMIT ?";

    /**
     * Locks the row, changes it, and queues the event, all or nothing. The row lock is taken before
     * the outbox position is drawn, so positions of one special follow the order of its commits.
     * The payload is made here, of what the row held before and after.
     */
    private static final String UPDATE =
            """
            WITH old AS (
                SELECT id, header, version FROM flightspecial WHERE id = ? FOR UPDATE
            ), new AS (
                UPDATE flightspecial AS f
                   SET header = ?, version = old.version + 1, updated_at = date_trunc('milliseconds', clock_timestamp())
                  FROM old
                 WHERE f.id = old.id AND old.header <> ? AND (CAST(? AS bigint[]) IS NULL OR old.version = ANY (?))
                RETURNING f.id, f.header, old.header AS previous, f.version, f.updated_at
            ), event AS (
                INSERT INTO flightspecial_outbox (special_id, payload, occurred_at, request_id, traceparent, tracestate)
                SELECT new.id, CAST(row_to_json(payload) AS text), new.updated_at, ?, ?, ?
                  FROM new, LATERAL (SELECT
                       new.id, header AS "flightSpecialHeader", previous AS "previousHeader", version,
                       to_char(updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt") AS payload
            )
            SELECT old.version, new.version FROM old LEFT JOIN new ON true
            """;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Database database;
    private final ZoneOffset zone;

    /**
     * @param zone the offset of the wall clock in {@code expiry_date}, which knows no zone
     */
    public SpecialStore(Database database, ZoneOffset zone) {
        this.database = database;
        this.zone = zone;
    }

    /** The special with this id, if there is one. */
    public Optional<Special> find(long id) {
        return database.call(connection -> find(connection, id));
    }

    private Optional<Special> find(Connection connection, long id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            statement.setLong(1, id);
            return specials(statement, 1).stream().findFirst();
        }
    }

    /**
     * A page of a listing.
     *
     * @param after the id of the last special of the page before, 0 for the first page
     * @param limit the most specials that the page holds
     * @throws UnknownSpecialException the special to start after is gone, and with it its place
     *     among the active ones
     */
    public List<Special> page(Listing listing, long after, int limit) {
        return database.call(
                connection -> {
                    List<Special> page;
                    try (PreparedStatement statement = page(connection, listing, after, limit)) {
                        page = specials(statement, limit);
                    }
                    if (page.isEmpty() && listing instanceof Listing.Active && after != 0) {
                        find(connection, after)
                                .orElseThrow(() -> new UnknownSpecialException(after));
                    }
                    return page;
                });
    }

    private PreparedStatement page(Connection connection, Listing listing, long after, int limit)
            throws SQLException {
        PreparedStatement statement =
                connection.prepareStatement(
                        switch (listing) {
                            case Listing.All _ -> ALL;
                            case Listing.Active _ -> after == 0 ? ACTIVE : ACTIVE_AFTER;
                        });
        int parameter = 1;
        if (listing instanceof Listing.Active(Instant at)) {
            statement.setObject(parameter++, LocalDateTime.ofInstant(at, zone));
        }
        if (listing instanceof Listing.All || after != 0) {
            statement.setLong(parameter++, after);
        }
        statement.setInt(parameter, limit);
        return statement;
    }

    /** Stores a header and queues its event. */
    public HeaderUpdate.Outcome update(HeaderUpdate update) {
        return database.call(
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
                        statement.setLong(1, update.id());
                        statement.setString(2, update.header());
                        statement.setString(3, update.header());
                        setExpected(statement, connection, update);
                        statement.setString(6, update.origin().requestId());
                        statement.setString(7, update.origin().traceparent());
                        statement.setString(8, update.origin().tracestate());
                        try (ResultSet row = statement.executeQuery()) {
                            return outcome(row, update);
                        }
                    }
                });
    }

    private static void setExpected(
            PreparedStatement statement, Connection connection, HeaderUpdate update)
            throws SQLException {
        if (update.expectedVersions().isEmpty()) {
            statement.setNull(4, Types.ARRAY);
            statement.setNull(5, Types.ARRAY);
        } else {
            Array versions =
                    connection.createArrayOf("bigint", update.expectedVersions().get().toArray());
            statement.setArray(4, versions);
            statement.setArray(5, versions);
        }
    }

    private static HeaderUpdate.Outcome outcome(ResultSet row, HeaderUpdate update)
            throws SQLException {
        if (!row.next()) {
            return new HeaderUpdate.Unknown();
        }
        long oldVersion = row.getLong(1);
        long newVersion = row.getLong(2);
        if (!row.wasNull()) {
            return new HeaderUpdate.Updated(newVersion);
        }
        return update.expectedVersions().map(expected -> expected.contains(oldVersion)).orElse(true)
                ? new HeaderUpdate.Unchanged(oldVersion)
                : new HeaderUpdate.Stale(oldVersion);
    }

    private List<Special> specials(PreparedStatement statement, int expected) throws SQLException {
        List<Special> specials = new ArrayList<>(Math.min(expected, 64));
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                specials.add(
                        new Special(
                                row.getLong(1),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                row.getString(5),
                                row.getString(6),
                                row.getString(7),
                                row.getInt(8),
                                instant(row.getObject(9, LocalDateTime.class)),
                                row.getLong(10)));
            }
        }
        return specials;
    }

    /**
     * PostgreSQL knows infinity and years that RFC 3339 cannot write: they become the first or last
     * instant that it can.
     */
    private Instant instant(LocalDateTime wallClock) {
        if (wallClock.getYear() > 9_999) {
            return LATEST;
        }
        if (wallClock.getYear() < 1) {
            return EARLIEST;
        }
        Instant instant = wallClock.toInstant(zone).truncatedTo(ChronoUnit.MILLIS);
        return instant.isAfter(LATEST) ? LATEST : instant.isBefore(EARLIEST) ? EARLIEST : instant;
    }
}

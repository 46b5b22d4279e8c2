package com.travelbuddy.local.dms;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes up the transactions of one session. */
final class HistoryWriter {

    /** A row that was written. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    /** Rows that a transaction has changed; the key only where somebody asks for it. */
    record Change(String table, Kind kind, String key, long rows) {}

    private static final int BIG = 2_000;
    private static final int LEGS = 12;

    private final Connection connection;
    private final Random random;
    private final NastyValues values;
    private final List<Change> changes = new ArrayList<>();

    HistoryWriter(Connection connection, Random random) {
        this.connection = connection;
        this.random = random;
        this.values = new NastyValues(random);
    }

    Random random() {
        return random;
    }

    /** Executes a transaction up to its commit; empty: it was rolled back, or did nothing. */
    List<Change> execute() throws SQLException {
        changes.clear();
        if (random.nextInt(200) == 0) {
            big();
            return changes;
        }
        int statements = 1 + random.nextInt(6);
        for (int i = 0; i < statements; i++) {
            if (random.nextInt(8) == 0) {
                insideSavepoint();
            } else {
                statement();
            }
        }
        if (random.nextInt(10) == 0) {
            connection.rollback();
            changes.clear();
        }
        return changes;
    }

    private void insideSavepoint() throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        int before = changes.size();
        statement();
        statement();
        if (random.nextBoolean()) {
            connection.rollback(savepoint);
            changes.subList(before, changes.size()).clear();
        } else {
            connection.releaseSavepoint(savepoint);
        }
    }

    private void statement() throws SQLException {
        switch (random.nextInt(3)) {
            case 0 -> special();
            case 1 -> airline();
            default -> leg();
        }
    }

    private void special() throws SQLException {
        long id = specialId();
        switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> insertSpecial(id);
            case 4 ->
                    special(
                            Kind.UPDATE,
                            """
                            UPDATE travelbuddy.flightspecial
                               SET header = ?, expiry_date = ?::timestamp WHERE id = ?
                            """,
                            values.threeByteText(),
                            values.timestampOrNull(),
                            id);
            case 5 ->
                    special(
                            Kind.UPDATE,
                            """
                            UPDATE travelbuddy.flightspecial
                               SET header = ?, body = ?, origin = ?, origin_code = ?,
                                   destination = ?, destination_code = ?, cost = ?,
                                   expiry_date = ?::timestamp
                             WHERE id = ?
                            """,
                            values.threeByteText(),
                            values.threeByteTextOrNull(),
                            values.threeByteTextOrNull(),
                            values.codeOrNull(),
                            values.threeByteTextOrNull(),
                            values.codeOrNull(),
                            values.cost(),
                            values.timestampOrNull(),
                            id);
            case 6 ->
                    special(
                            Kind.UPDATE,
                            "UPDATE travelbuddy.flightspecial SET header = header WHERE id = ?",
                            id);
            case 7 ->
                    special(
                            Kind.UPDATE,
                            "UPDATE travelbuddy.flightspecial SET cost = ? WHERE id % 5 = ?"
                                    + " AND id IN (SELECT id FROM travelbuddy.flightspecial"
                                    + " ORDER BY id LIMIT 300)",
                            values.cost(),
                            random.nextInt(5));
            case 8 -> deleteSpecial(id);
            default -> {
                if (deleteSpecial(id) == 1) {
                    insertSpecial(id);
                }
            }
        }
    }

    private void insertSpecial(long id) throws SQLException {
        special(
                Kind.INSERT,
                """
                INSERT INTO travelbuddy.flightspecial
                    (id, header, body, origin, origin_code, destination, destination_code, cost,
                     expiry_date)
                OVERRIDING SYSTEM VALUE VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?::timestamp)
                ON CONFLICT DO NOTHING
                """,
                id,
                values.threeByteText(),
                values.threeByteTextOrNull(),
                values.threeByteTextOrNull(),
                values.codeOrNull(),
                values.threeByteTextOrNull(),
                values.codeOrNull(),
                values.cost(),
                values.timestampOrNull());
    }

    private long deleteSpecial(long id) throws SQLException {
        return special(Kind.DELETE, "DELETE FROM travelbuddy.flightspecial WHERE id = ?", id);
    }

    private long special(Kind kind, String sql, Object... arguments) throws SQLException {
        return update("flightspecial", kind, sql, arguments);
    }

    /** Small ones and the largest that the target's unsigned integer holds. */
    private long specialId() {
        return random.nextBoolean() ? random.nextInt(1, 40) : 4_294_967_295L - random.nextInt(20);
    }

    /** Each update of an airline changes it, so that a target's trigger can count them. */
    private void airline() throws SQLException {
        String code = airlineCode();
        switch (random.nextInt(8)) {
            case 0, 1, 2 -> insertAirline(code);
            case 3 ->
                    airline(
                            Kind.UPDATE,
                            "UPDATE travelbuddy.airline SET fleet = fleet + 1 WHERE code = ?",
                            code);
            case 4 ->
                    airline(
                            Kind.UPDATE,
                            """
                            UPDATE travelbuddy.airline SET name = ?, fleet = fleet + 1
                             WHERE code IN (?, ?, ?)
                            """,
                            values.fourByteTextOrNull(),
                            code,
                            airlineCode(),
                            airlineCode());
            case 5 -> {
                if (deleteAirline(code) == 1) {
                    insertAirline(code);
                }
            }
            case 6 -> deleteAirline(code);
            default ->
                    airline(
                            Kind.INSERT,
                            """
                            INSERT INTO travelbuddy.airline VALUES (?, ?, 0), (?, ?, ?), (?, ?, ?)
                            ON CONFLICT DO NOTHING
                            """,
                            code,
                            values.fourByteTextOrNull(),
                            airlineCode(),
                            values.fourByteTextOrNull(),
                            random.nextInt(1000),
                            airlineCode(),
                            values.fourByteTextOrNull(),
                            random.nextInt(1000));
        }
    }

    private void insertAirline(String code) throws SQLException {
        airline(
                Kind.INSERT,
                "INSERT INTO travelbuddy.airline VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                code,
                values.fourByteTextOrNull(),
                random.nextInt(1000));
    }

    private long deleteAirline(String code) throws SQLException {
        return airline(Kind.DELETE, "DELETE FROM travelbuddy.airline WHERE code = ?", code);
    }

    private String airlineCode() {
        return switch (random.nextInt(12)) {
            case 0 -> "'";
            case 1 -> "\\N";
            case 2 -> "a\tb\nc";
            case 3 -> "\ud83d\udeeb";
            case 4 -> "a";
            case 5 -> "A ";
            case 6 -> "";
            default -> "A" + random.nextInt(20);
        };
    }

    private long airline(Kind kind, String sql, Object... arguments) throws SQLException {
        long rows = 0;
        try (PreparedStatement statement = prepared(sql + " RETURNING code", arguments);
                ResultSet keys = statement.executeQuery()) {
            while (keys.next()) {
                changes.add(new Change("airline", kind, keys.getString(1), 1));
                rows++;
            }
        }
        return rows;
    }

    private void leg() throws SQLException {
        int special = random.nextInt(LEGS);
        int position = random.nextInt(LEGS);
        switch (random.nextInt(6)) {
            case 0, 1 ->
                    update(
                            "leg",
                            Kind.INSERT,
                            """
                            INSERT INTO travelbuddy.leg SELECT ?, n, ?, ?
                              FROM generate_series(?::int, ?::int) AS n ON CONFLICT DO NOTHING
                            """,
                            special,
                            values.fourByteTextOrNull(),
                            values.priceOrNull(),
                            position,
                            position + random.nextInt(3));
            case 2, 3 ->
                    update(
                            "leg",
                            Kind.UPDATE,
                            """
                            UPDATE travelbuddy.leg SET note = ?, price = ?
                             WHERE special_id = ? AND position < ?
                            """,
                            values.fourByteTextOrNull(),
                            values.priceOrNull(),
                            special,
                            position);
            case 4 ->
                    update(
                            "leg",
                            Kind.UPDATE,
                            "UPDATE travelbuddy.leg SET price = ? WHERE position = ?",
                            values.priceOrNull(),
                            position);
            default ->
                    update(
                            "leg",
                            Kind.DELETE,
                            "DELETE FROM travelbuddy.leg WHERE special_id = ? AND position >= ?",
                            special,
                            position);
        }
    }

    /** Makes two thousand rows, changes some of them and removes those of an earlier time. */
    private void big() throws SQLException {
        long special = random.nextLong(1_000_000, 1L << 60);
        update("leg", Kind.DELETE, "DELETE FROM travelbuddy.leg WHERE special_id >= 1000000");
        update(
                "leg",
                Kind.INSERT,
                """
                INSERT INTO travelbuddy.leg SELECT ?, n, 'note ' || n, n / 100.0
                  FROM generate_series(1, ?::int) AS n
                """,
                special,
                BIG);
        update(
                "leg",
                Kind.UPDATE,
                "UPDATE travelbuddy.leg SET note = ? WHERE special_id = ? AND position % 10 = 0",
                values.fourByteTextOrNull(),
                special);
    }

    private long update(String table, Kind kind, String sql, Object... arguments)
            throws SQLException {
        try (PreparedStatement statement = prepared(sql, arguments)) {
            long rows = statement.executeUpdate();
            changes.add(new Change(table, kind, null, rows));
            return rows;
        }
    }

    private PreparedStatement prepared(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql, Statement.NO_GENERATED_KEYS);
        for (int i = 0; i < arguments.length; i++) {
            statement.setObject(i + 1, arguments[i]);
        }
        return statement;
    }
}

package com.travelbuddy.local.stack;

import com.travelbuddy.local.servers.LocalMariaDb;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What changes in the monolith's table, each row as a line of text. */
final class RowFeed {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final LocalMariaDb mariaDb;
    private final CountDownLatch stopped = new CountDownLatch(1);

    RowFeed(LocalMariaDb mariaDb) {
        this.mariaDb = mariaDb;
    }

    /** Hands over each change after the first look; returns after {@link #stop}. */
    void run(Consumer<String> lines) throws SQLException, InterruptedException {
        try (Connection connection = mariaDb.connect(LocalMariaDb.MONOLITH)) {
            Map<Long, String> known = rows(connection);
            while (!stopped.await(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                Map<Long, String> rows = rows(connection);
                rows.forEach(
                        (id, row) -> {
                            if (!row.equals(known.get(id))) {
                                lines.accept(line(id, row));
                            }
                        });
                known.keySet().stream()
                        .filter(id -> !rows.containsKey(id))
                        .forEach(id -> lines.accept(line(id, "deleted")));
                known.clear();
                known.putAll(rows);
            }
        }
    }

    /** Ends {@link #run} within a poll. */
    void stop() {
        stopped.countDown();
    }

    private static String line(long id, String row) {
        return "%s  row    id=%d  %s".formatted(TIME.format(LocalTime.now()), id, row);
    }

    private static Map<Long, String> rows(Connection connection) throws SQLException {
        Map<Long, String> rows = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT id, header, originCode, destinationCode, cost, expiryDate"
                                        + " FROM flightspecial ORDER BY id")) {
            while (row.next()) {
                rows.put(
                        row.getLong(1),
                        "header=%s  originCode=%s  destinationCode=%s  cost=%d  expiryDate=%d"
                                .formatted(
                                        row.getString(2),
                                        row.getString(3),
                                        row.getString(4),
                                        row.getInt(5),
                                        row.getLong(6)));
            }
        }
        return rows;
    }
}

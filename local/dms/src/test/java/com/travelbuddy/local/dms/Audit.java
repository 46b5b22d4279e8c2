package com.travelbuddy.local.dms;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Triggers at a target that count each change of an airline, also one that is made twice. */
final class Audit {

    private final Flights flights;

    /** Counts from now on. */
    Audit(Flights flights) {
        this.flights = flights;
        flights.atTarget(
                """
                CREATE TABLE audit (
                    position BIGINT AUTO_INCREMENT PRIMARY KEY,
                    code VARCHAR(64) COLLATE utf8mb4_nopad_bin,
                    kind VARCHAR(6)
                ) DEFAULT CHARSET = utf8mb4
                """);
        for (String kind : List.of("INSERT", "UPDATE", "DELETE")) {
            flights.atTarget(
                    """
                    CREATE TRIGGER audit_%s AFTER %s ON airline FOR EACH ROW
                        INSERT INTO audit (code, kind) VALUES (%s.code, '%s')
                    """
                            .formatted(kind, kind, kind.equals("DELETE") ? "OLD" : "NEW", kind));
        }
    }

    /** What has been changed, by the codes of airlines. */
    Map<String, Changes> airlines() {
        try (Connection connection = flights.target();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                """
                                SELECT code, sum(kind = 'INSERT'), sum(kind = 'UPDATE'),
                                       sum(kind = 'DELETE')
                                  FROM audit GROUP BY code
                                """)) {
            Map<String, Changes> airlines = new HashMap<>();
            while (rows.next()) {
                airlines.put(
                        rows.getString(1),
                        new Changes(rows.getLong(2), rows.getLong(3), rows.getLong(4)));
            }
            return airlines;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}

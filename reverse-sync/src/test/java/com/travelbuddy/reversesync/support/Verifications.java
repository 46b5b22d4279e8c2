package com.travelbuddy.reversesync.support;

import com.travelbuddy.reversesync.verify.VerificationLog;

import java.sql.Connection;
import java.sql.SQLException;

/** Leaves in the log what verifications would have left. */
public final class Verifications {

    private Verifications() {}

    /**
     * Of 1,234 rows.
     *
     * @param time when it began and ended, an expression of MySQL
     * @param differences how many rows differ; the first one is logged
     */
    public static void log(Flights flights, String time, int differences) {
        try (Connection target = flights.target()) {
            new VerificationLog(flights.controlSchema(), flights.task()).create(target);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        flights.atTarget(
                """
                INSERT INTO %s.reverse_sync_verification
                    (task, started_at, ended_at, scope, row_count, record_diff)
                VALUES ('%s', %3$s, %3$s, 'ALL', 1234, %4$d)
                """
                        .formatted(flights.controlSchema(), flights.task(), time, differences));
        if (differences > 0) {
            flights.atTarget(
                    """
                    INSERT INTO %1$s.reverse_sync_difference
                        (verification, table_schema, table_name, kind, row_key, column_name,
                         source_value, target_value)
                    SELECT MAX(id), 'travelbuddy', 'flightspecial', 'RECORD_DIFF', '17', 'header',
                           'Łódź <img src=x onerror=alert(1)>', NULL
                      FROM %1$s.reverse_sync_verification
                    """
                            .formatted(flights.controlSchema()));
        }
    }
}

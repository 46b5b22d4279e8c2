package com.travelbuddy.reversesync.catalog;

import com.travelbuddy.reversesync.settings.Settings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A logical replication slot of the task, at the source.
 *
 * @param active whether somebody reads from it now
 * @param position what its reader has confirmed, such as {@code 4AF/B00000D0}
 * @param retainedBytes of log that the slot keeps the server from removing
 * @param pendingBytes of log that its reader has not confirmed
 * @param lag of its reader, as the server measures it; absent: unknown, as while nothing happens
 * @param state {@code reserved}, {@code extended}, {@code unreserved} or {@code lost}
 */
public record Slot(
        String name,
        boolean active,
        String position,
        long retainedBytes,
        long pendingBytes,
        Optional<Duration> lag,
        String state) {

    /** How much of a task's name DMS surely keeps in the names of slots. */
    private static final int CUT = 16;

    /** What the names of all slots begin with that DMS makes for a task. */
    public static String prefix(String task) {
        String name = task.toLowerCase(Locale.ROOT).replace('-', '_');
        return name.substring(0, Math.min(name.length(), CUT));
    }

    /**
     * The slot that the settings name, and those that DMS makes by itself: {@code <task>_<8
     * digits>_<uuid>}, with the task's name cut off (the guide's page on PostgreSQL as a source).
     */
    public static List<Slot> of(Connection source, Settings settings) throws SQLException {
        String task = settings.dms().task();
        // What a cut-off name went on with is not known; of one that was not cut it is nothing.
        String made =
                "^%s%s_[0-9]{8}_".formatted(prefix(task), task.length() > CUT ? "[a-z0-9_]*" : "");
        try (PreparedStatement statement =
                        Sql.prepare(
                                source,
                                """
                                SELECT s.slot_name, s.active, s.confirmed_flush_lsn,
                                       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(),
                                                                s.restart_lsn), 0)::bigint,
                                       coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(),
                                                                s.confirmed_flush_lsn), 0)::bigint,
                                       (extract(epoch FROM r.flush_lag) * 1000)::bigint,
                                       coalesce(s.wal_status, 'reserved')
                                  FROM pg_replication_slots s
                                  LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid
                                 WHERE s.database = current_database() AND s.slot_type = 'logical'
                                   AND (s.slot_name = ?
                                        OR s.slot_name ~ ?)
                                 ORDER BY s.slot_name
                                """,
                                settings.slot(),
                                made);
                ResultSet row = statement.executeQuery()) {
            List<Slot> slots = new ArrayList<>();
            while (row.next()) {
                slots.add(
                        new Slot(
                                row.getString(1),
                                row.getBoolean(2),
                                String.valueOf(row.getString(3)),
                                row.getLong(4),
                                row.getLong(5),
                                Sql.optionalLong(row, 6).map(Duration::ofMillis),
                                row.getString(7)));
            }
            return slots;
        }
    }
}

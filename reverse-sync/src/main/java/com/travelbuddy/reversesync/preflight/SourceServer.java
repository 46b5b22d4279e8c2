package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.Settings;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** PostgreSQL as a server: version, log, slots and timeouts. */
record SourceServer(Connection connection, Settings settings, Notes notes) {

    private static final Set<String> PLUGINS = Set.of("test_decoding", "pglogical_output");
    private static final String ANY_ACCOUNT = "any account may see it: look at the server's log";

    void check() {
        notes.check("The server's settings", ANY_ACCOUNT, () -> judge(readSettings(), notes));
        notes.check("Whether the server is a replica", ANY_ACCOUNT, this::replica);
        notes.check("The slot's name", ANY_ACCOUNT, this::name);
        notes.check("The state of the slots", ANY_ACCOUNT, this::slots);
    }

    private Map<String, String> readSettings() throws SQLException {
        Map<String, String> values = new HashMap<>();
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SELECT name, setting FROM pg_settings
                                 WHERE name IN ('server_version_num', 'wal_level',
                                    'wal_sender_timeout', 'max_slot_wal_keep_size',
                                    'statement_timeout', 'transaction_timeout',
                                    'idle_in_transaction_session_timeout', 'idle_session_timeout')
                                """);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                values.put(row.getString(1), row.getString(2));
            }
        }
        return values;
    }

    /** Takes the settings in the units of {@code pg_settings}: milliseconds and MiB. */
    static void judge(Map<String, String> settings, Notes notes) {
        version(Integer.parseInt(settings.getOrDefault("server_version_num", "0")), notes);
        String level = settings.getOrDefault("wal_level", "unknown");
        if (!level.equals("logical")) {
            notes.error(
                    "wal-level",
                    "The server's log has no row changes to replicate",
                    "wal_level is " + level,
                    "set wal_level to logical (RDS and Aurora: rds.logical_replication to 1) and"
                            + " restart the server");
        }
        long sender = number(settings, "wal_sender_timeout");
        if (sender > 0 && sender < 10_000) {
            notes.error(
                    "wal-sender-timeout",
                    "The server cuts DMS off too early",
                    "wal_sender_timeout is %d ms".formatted(sender),
                    "set it to 0, or to at least 10s and less than 5min");
        } else if (sender >= 300_000) {
            notes.warning(
                    "wal-sender-timeout",
                    "The server notices late that DMS is gone",
                    "wal_sender_timeout is %d ms".formatted(sender),
                    "set it to at least 10s and less than 5min");
        }
        long keep = number(settings, "max_slot_wal_keep_size");
        if (keep > 0) {
            notes.warning(
                    "slot-keep-size",
                    "A task that stands still too long loses its slot and has to start anew",
                    "max_slot_wal_keep_size is %d MiB".formatted(keep),
                    "watch the slot's size against it, or set it to -1 and watch the disk");
        }
        for (String timeout :
                List.of(
                        "statement_timeout",
                        "transaction_timeout",
                        "idle_in_transaction_session_timeout",
                        "idle_session_timeout")) {
            if (number(settings, timeout) > 0) {
                notes.warning(
                        timeout.replace('_', '-')
                                .replace("-in-transaction-session", "-transaction"),
                        "The server may end a session of DMS in the middle of work",
                        "%s is %s ms".formatted(timeout, settings.get(timeout)),
                        "ALTER ROLE … SET %s = 0 for the account of DMS".formatted(timeout));
            }
        }
    }

    private static void version(int version, Notes notes) {
        if (version < 130_000) {
            notes.error(
                    "source-version",
                    "The server is too old: it does not tell how its slots are",
                    "server_version_num is " + version,
                    "upgrade to PostgreSQL 13 or later");
        } else if (DmsRelease.forPostgres(version).isEmpty()) {
            notes.warning(
                    "source-version",
                    "The server is newer than those that DMS is known to read",
                    "PostgreSQL " + version / 10_000,
                    "look whether AWS's guide names it by now, and try it on a copy first");
        }
    }

    private static long number(Map<String, String> settings, String name) {
        return Long.parseLong(settings.getOrDefault(name, "0"));
    }

    private void replica() throws SQLException {
        if (is("SELECT pg_is_in_recovery()")) {
            notes.error(
                    "read-replica",
                    "The server is a replica, which DMS cannot read changes from",
                    "pg_is_in_recovery() is true",
                    "set source.host to the primary (Aurora: the writer's endpoint)");
        }
    }

    private void name() throws SQLException {
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SELECT slot_type, coalesce(database, ''), coalesce(plugin, ''),
                                       coalesce(database, '') <> current_database()
                                  FROM pg_replication_slots WHERE slot_name = ?
                                """,
                                settings.slot());
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                return;
            }
            String evidence =
                    "slot %s is %s, of database '%s', by plugin '%s'"
                            .formatted(
                                    settings.slot(),
                                    row.getString(1),
                                    row.getString(2),
                                    row.getString(3));
            if (row.getBoolean(4)) {
                notes.error(
                        "slot-taken",
                        "The slot's name is taken by somebody else",
                        evidence,
                        "set source.slot to another name");
            } else if (!PLUGINS.contains(row.getString(3))) {
                notes.error(
                        "slot-plugin",
                        "The slot is written by a plugin that DMS does not read",
                        evidence,
                        "set source.slot to another name, or drop the slot if nobody uses it");
            }
        }
    }

    private void slots() throws SQLException {
        if (is("SELECT pg_is_in_recovery()")) {
            return;
        }
        List<Slot> own = Slot.of(connection, settings);
        own.stream()
                .filter(slot -> slot.state().equals("lost"))
                .forEach(
                        slot ->
                                notes.error(
                                        "slot-lost",
                                        "The server has removed log that the task still needs",
                                        "slot %s is lost".formatted(slot.name()),
                                        "drop the slot and the task, apply anew, and let verify"
                                                + " --repair close the gap"));
        if (own.isEmpty()) {
            room("replication-slots", "slot", "max_replication_slots", "pg_replication_slots");
        }
        if (own.stream().noneMatch(Slot::active)) {
            room("wal-senders", "sender", "max_wal_senders", "pg_stat_replication");
        }
    }

    private void room(String id, String what, String setting, String view) throws SQLException {
        long used = Long.parseLong(one("SELECT count(*) FROM " + view));
        long most = Long.parseLong(one("SELECT current_setting('%s')".formatted(setting)));
        room(id, what, setting, used, most, notes);
    }

    static void room(String id, String what, String setting, long used, long most, Notes notes) {
        if (used >= most) {
            notes.error(
                    id,
                    "The server has no replication %s left for the task".formatted(what),
                    "%d of %d (%s) are in use".formatted(used, most, setting),
                    "drop what nobody uses, or raise %s and restart the server".formatted(setting));
        }
    }

    private boolean is(String query) throws SQLException {
        return one(query).equals("t");
    }

    private String one(String query) throws SQLException {
        return Sql.text(connection, query).orElse("");
    }
}

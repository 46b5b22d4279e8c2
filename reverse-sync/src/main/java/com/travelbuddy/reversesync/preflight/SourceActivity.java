package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Transactions that a slot has to wait for, or that hold its log. */
record SourceActivity(Connection connection, Notes notes) {

    static final Duration LONG = Duration.ofMinutes(5);

    void check() {
        notes.check("Long transactions", "grant pg_read_all_stats", () -> transactions(LONG));
        notes.check("Prepared transactions", "look at pg_prepared_xacts", this::prepared);
    }

    void transactions(Duration bound) throws SQLException {
        long hidden =
                Long.parseLong(
                        Sql.text(
                                        connection,
                                        """
                                        SELECT count(*) FROM pg_stat_activity
                                         WHERE query = '<insufficient privilege>'
                                        """)
                                .orElse("0"));
        if (hidden > 0) {
            notes.warning(
                    "not-checked",
                    "Long transactions of other accounts could not be checked",
                    "%d sessions are hidden from this account".formatted(hidden),
                    "GRANT pg_read_all_stats to this account");
        }
        List<String> found =
                Sql.texts(
                        connection,
                        """
                        SELECT format('pid %s (%s, %s) for %s min', pid, usename, state,
                                      floor(extract(epoch FROM now() - xact_start) / 60))
                          FROM pg_stat_activity
                         WHERE xact_start <= now() - make_interval(secs => ?)
                           AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                         ORDER BY xact_start LIMIT 5
                        """,
                        (double) bound.toSeconds());
        if (!found.isEmpty()) {
            notes.warning(
                    "long-transaction",
                    "A new slot waits for open transactions, and an old one keeps their log",
                    String.join(", ", found),
                    "let them end, or end them by pg_terminate_backend(pid)");
        }
    }

    private void prepared() throws SQLException {
        List<String> found =
                Sql.texts(
                        connection,
                        """
                        SELECT format('''%s'' (%s) for %s min', gid, owner,
                                      floor(extract(epoch FROM now() - prepared) / 60))
                          FROM pg_prepared_xacts ORDER BY prepared LIMIT 5
                        """);
        if (!found.isEmpty()) {
            notes.warning(
                    "prepared-transaction",
                    "A new slot waits for prepared transactions, and DMS does not carry them",
                    String.join(", ", found),
                    "COMMIT PREPARED or ROLLBACK PREPARED each of them");
        }
    }
}

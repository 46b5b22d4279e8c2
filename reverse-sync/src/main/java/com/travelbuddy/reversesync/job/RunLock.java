package com.travelbuddy.reversesync.job;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.catalog.UnreachableException;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Keeps others from changing the same task, by an advisory lock of the source database. It lasts as
 * long as its session: who holds it may be killed at any instant.
 */
public final class RunLock implements AutoCloseable {

    private final Connection session;

    private RunLock(Connection session) {
        this.session = session;
    }

    /**
     * Takes it, without waiting.
     *
     * @throws BusyException when somebody else has it; names the session
     */
    public static RunLock take(Source source, String task) {
        Connection session = source.connect();
        try {
            boolean taken =
                    Sql.text(
                                    session,
                                    "SELECT pg_try_advisory_lock(hashtextextended(?, 0))",
                                    key(task))
                            .filter("t"::equals)
                            .isPresent();
            if (!taken) {
                BusyException busy = new BusyException(holder(session, task));
                session.close();
                throw busy;
            }
            return new RunLock(session);
        } catch (SQLException e) {
            UnreachableException gone =
                    new UnreachableException(Side.SOURCE, "does not give its lock", e);
            try (session) {
                throw gone;
            } catch (SQLException closing) {
                gone.addSuppressed(closing);
                throw gone;
            }
        }
    }

    /**
     * Makes sure that it is still held.
     *
     * @throws UnreachableException when its session is gone, and somebody else may have it
     */
    public void require() {
        try {
            Sql.text(session, "SELECT 1");
        } catch (SQLException e) {
            throw new UnreachableException(
                    Side.SOURCE, "has ended the session that keeps other runs out", e);
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException e) {
            throw new UnreachableException(Side.SOURCE, "does not end the session", e);
        }
    }

    private static String key(String task) {
        return "reverse-sync " + task;
    }

    private static String holder(Connection session, String task) throws SQLException {
        return Sql.text(
                        session,
                        """
                        SELECT format('pid %s from %s since %s', a.pid,
                                      coalesce(host(a.client_addr), 'the same host'),
                                      date_trunc('second', a.backend_start))
                          FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
                         WHERE l.locktype = 'advisory' AND l.granted
                           AND l.database = (SELECT oid FROM pg_database
                                              WHERE datname = current_database())
                           AND (l.classid::bigint << 32) | l.objid::bigint
                               = hashtextextended(?, 0)
                        """,
                        key(task))
                .map(
                        who ->
                                "Another run is under way for the task %s: session %s of the source"
                                                .formatted(task, who)
                                        + " database")
                .orElse("Another run for the task %s has just ended; try again".formatted(task));
    }
}

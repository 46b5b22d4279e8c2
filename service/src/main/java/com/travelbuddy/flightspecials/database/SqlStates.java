package com.travelbuddy.flightspecials.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** What a failure means, by its SQLState (PostgreSQL manual, appendix A), never by its message. */
final class SqlStates {

    /** Shutting down, crashed, starting, or this session was idle for too long. */
    private static final Set<String> AWAY = Set.of("57P01", "57P02", "57P03", "57P05");

    /**
     * The server is there, but this work did not get through: cancelled by the statement timeout,
     * lock not available, deadlock, serialization failure, read-only (a replica before its
     * promotion), out of memory, disk or connections, and a statement whose plan a migration has
     * made stale (the pool drops that connection).
     */
    private static final Set<String> BUSY =
            Set.of(
                    "57014", "55P03", "40P01", "40001", "25006", "53000", "53100", "53200", "53300",
                    "53400", "0A000");

    private SqlStates() {}

    /** Whether the server cannot be reached. */
    static boolean isAway(SQLException failure) {
        if (failure instanceof SQLTransientConnectionException
                && failure.getCause() instanceof SQLException cause) {
            return isAway(cause);
        }
        String state = failure.getSQLState();
        return state != null && (state.startsWith("08") || AWAY.contains(state));
    }

    /** Whether the same work may well succeed a little later. */
    static boolean isTransient(SQLException failure) {
        return isAway(failure)
                || failure instanceof SQLTransientConnectionException
                || BUSY.contains(String.valueOf(failure.getSQLState()));
    }
}

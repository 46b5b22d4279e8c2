package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.settings.TaskSettings.ErrorBehavior;
import com.travelbuddy.local.dms.target.MySqlError;

import org.postgresql.util.PSQLException;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** Decides after an error whether and when to try again: the guide's recoverable error settings. */
final class Recovery {

    private static final int MYSQL_ACCESS_DENIED = 1045;

    private final ErrorBehavior errors;
    private int attempts;
    private Duration interval;

    Recovery(ErrorBehavior errors) {
        this.errors = errors;
        succeeded();
    }

    /** Starts counting anew. */
    void succeeded() {
        attempts = 0;
        interval = errors.recoverableInterval();
    }

    /** How long to wait before the next attempt; empty: no more of them. */
    Optional<Duration> next() {
        if (errors.recoverableCount() >= 0 && attempts >= errors.recoverableCount()) {
            return Optional.empty();
        }
        Duration wait = interval;
        boolean atMaximum = wait.compareTo(errors.recoverableThrottlingMax()) >= 0;
        if (errors.recoverableThrottling()) {
            if (atMaximum && attempts > 0 && errors.stopAfterThrottlingMax()) {
                return Optional.empty();
            }
            Duration doubled = interval.multipliedBy(2);
            interval =
                    doubled.compareTo(errors.recoverableThrottlingMax()) > 0
                            ? errors.recoverableThrottlingMax()
                            : doubled;
        }
        attempts++;
        return Optional.of(wait);
    }

    /** Whether an error may go away by itself. */
    static boolean isRecoverable(SQLException e) {
        if (e instanceof PSQLException) {
            String state = e.getSQLState() == null ? "" : e.getSQLState();
            // Invalid authorization, no such database, wrong log level, all slots in use, no right.
            return !(state.startsWith("28")
                    || state.startsWith("3D")
                    || state.startsWith("42")
                    || state.equals("55000")
                    || state.equals("53400"));
        }
        return e.getErrorCode() != MYSQL_ACCESS_DENIED
                && MySqlError.of(e) == MySqlError.RECOVERABLE;
    }
}

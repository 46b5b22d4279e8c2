package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.DmsSettings;
import com.travelbuddy.reversesync.settings.TableName;
import com.travelbuddy.reversesync.status.TargetState.ApplyException;
import com.travelbuddy.reversesync.status.TargetState.ApplyExceptions;
import com.travelbuddy.reversesync.status.TargetState.Applying;
import com.travelbuddy.reversesync.status.TargetState.Suspension;
import com.travelbuddy.reversesync.verify.Verification;
import com.travelbuddy.reversesync.verify.VerificationLog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What DMS's control tables say (the guide's page "Control table task settings"), and the log of
 * verifications beside them. A table that is not there says nothing.
 */
final class TargetLook {

    private static final int LATEST = 10;
    private static final int DIFFERENCES = 20;

    /**
     * DMS logs each update that found its row with the new values already, because MySQL counts
     * changed rows. It words a missing row the same way, but has inserted that then.
     */
    private static final String CHANGED_NOTHING =
            "(STATEMENT LIKE 'UPDATE%' AND ERROR LIKE '%0 rows affected%'"
                    + " AND ERROR NOT LIKE '%no such row%')";

    private final String controlSchema;
    private final String schema;
    private final String task;
    private final VerificationLog verifications;

    TargetLook(DmsSettings settings) {
        this.controlSchema = settings.controlSchema();
        this.schema = Sql.mySqlName(settings.controlSchema());
        this.task = settings.task();
        this.verifications = new VerificationLog(settings.controlSchema(), settings.task());
    }

    TargetState look(Connection connection) throws SQLException {
        Set<String> tables = tables(connection);
        Optional<Verification> last = verifications.last(connection);
        Optional<Verification> lastEqual = verifications.lastEqual(connection);
        return new TargetState(
                tables.contains("awsdms_status") ? applying(connection) : Optional.empty(),
                tables.contains("awsdms_suspended_tables") ? suspended(connection) : List.of(),
                exceptions(
                        connection,
                        tables.contains("awsdms_apply_exceptions"),
                        // Their times have no fraction.
                        lastEqual.map(equal -> equal.started().truncatedTo(ChronoUnit.SECONDS))),
                last,
                lastEqual,
                last.isPresent()
                        ? verifications.differences(connection, last.get().id(), DIFFERENCES)
                        : List.of());
    }

    private Set<String> tables(Connection connection) throws SQLException {
        Set<String> tables = new HashSet<>();
        for (String table :
                Sql.texts(
                        connection,
                        "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ?",
                        controlSchema)) {
            tables.add(table.toLowerCase(Locale.ROOT));
        }
        return tables;
    }

    private Optional<Applying> applying(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SELECT TASK_STATUS, STATUS_TIME, PENDING_CHANGES,
                                       SOURCE_TIMESTAMP_APPLIED
                                  FROM %s.awsdms_status
                                 WHERE TASK_NAME = ? AND STATUS_TIME IS NOT NULL
                                 ORDER BY STATUS_TIME DESC LIMIT 1
                                """
                                        .formatted(schema),
                                task);
                ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(
                            new Applying(
                                    String.valueOf(row.getString(1)),
                                    row.getTimestamp(2).toInstant(),
                                    row.getLong(3),
                                    instant(row, 4)))
                    : Optional.empty();
        }
    }

    private List<Suspension> suspended(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SELECT TABLE_OWNER, TABLE_NAME, SUSPEND_REASON, SUSPEND_TIMESTAMP
                                  FROM %s.awsdms_suspended_tables
                                 WHERE TASK_NAME = ? ORDER BY TABLE_OWNER, TABLE_NAME
                                """
                                        .formatted(schema),
                                task);
                ResultSet row = statement.executeQuery()) {
            List<Suspension> suspended = new ArrayList<>();
            while (row.next()) {
                suspended.add(
                        new Suspension(
                                new TableName(row.getString(1), row.getString(2)),
                                String.valueOf(row.getString(3)),
                                instant(row, 4)));
            }
            return suspended;
        }
    }

    private ApplyExceptions exceptions(
            Connection connection, boolean there, Optional<Instant> since) throws SQLException {
        if (!there) {
            return new ApplyExceptions(since, 0, 0, List.of());
        }
        Timestamp from = Timestamp.from(since.orElse(Instant.EPOCH));
        long count;
        long unchanged;
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SELECT COUNT(*), COALESCE(SUM(%s), 0)
                                  FROM %s.awsdms_apply_exceptions
                                 WHERE TASK_NAME = ? AND ERROR_TIME >= ?
                                """
                                        .formatted(CHANGED_NOTHING, schema),
                                task,
                                from);
                ResultSet row = statement.executeQuery()) {
            row.next();
            unchanged = row.getLong(2);
            count = row.getLong(1) - unchanged;
        }
        return new ApplyExceptions(
                since, count, unchanged, count == 0 ? List.of() : latest(connection, from));
    }

    private List<ApplyException> latest(Connection connection, Timestamp from) throws SQLException {
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SELECT TABLE_OWNER, TABLE_NAME, ERROR_TIME, LEFT(ERROR, 500)
                                  FROM %s.awsdms_apply_exceptions
                                 WHERE TASK_NAME = ? AND ERROR_TIME >= ? AND NOT %s
                                 ORDER BY ERROR_TIME DESC LIMIT ?
                                """
                                        .formatted(schema, CHANGED_NOTHING),
                                task,
                                from,
                                LATEST);
                ResultSet row = statement.executeQuery()) {
            List<ApplyException> latest = new ArrayList<>();
            while (row.next()) {
                latest.add(
                        new ApplyException(
                                new TableName(row.getString(1), row.getString(2)),
                                row.getTimestamp(3).toInstant(),
                                row.getString(4)));
            }
            return latest;
        }
    }

    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}

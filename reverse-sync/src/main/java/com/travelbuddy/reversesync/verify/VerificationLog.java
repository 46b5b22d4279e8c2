package com.travelbuddy.reversesync.verify;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What comparisons have found, kept beside DMS's control tables at the target, of one task: the
 * next job, {@code status} and the page know of it from there.
 */
public final class VerificationLog {

    private static final String COLUMNS =
            "id, started_at, ended_at, scope, row_count, missing_source, missing_target,"
                    + " record_diff, repaired";

    private static final int LONGEST_KEY = 1024;

    private final String schema;
    private final String task;

    /**
     * @param schema DMS's control schema
     */
    public VerificationLog(String schema, String task) {
        this.schema = Sql.mySqlName(schema);
        this.task = task;
    }

    /** Creates the tables, and their schema, unless they are there. */
    public void create(Connection target) throws SQLException {
        try (Statement statement = target.createStatement()) {
            if (!exists(target)) {
                statement.execute("CREATE DATABASE IF NOT EXISTS " + schema);
                statement.execute(
                        """
                        CREATE TABLE IF NOT EXISTS %s.reverse_sync_verification (
                            id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
                            task VARCHAR(255) NOT NULL,
                            started_at DATETIME(3) NOT NULL,
                            ended_at DATETIME(3),
                            scope VARCHAR(16) NOT NULL,
                            row_count BIGINT NOT NULL DEFAULT 0,
                            missing_source BIGINT NOT NULL DEFAULT 0,
                            missing_target BIGINT NOT NULL DEFAULT 0,
                            record_diff BIGINT NOT NULL DEFAULT 0,
                            repaired BIGINT NOT NULL DEFAULT 0,
                            unsettled BIGINT NOT NULL DEFAULT 0,
                            checkpoint LONGTEXT,
                            KEY (task, ended_at)
                        ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4
                        """
                                .formatted(schema));
                statement.execute(
                        """
                        CREATE TABLE IF NOT EXISTS %s.reverse_sync_difference (
                            id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
                            verification BIGINT NOT NULL,
                            table_schema VARCHAR(64) NOT NULL,
                            table_name VARCHAR(64) NOT NULL,
                            kind VARCHAR(16) NOT NULL,
                            row_key VARCHAR(1024) NOT NULL,
                            column_name VARCHAR(64),
                            source_value LONGTEXT,
                            target_value LONGTEXT,
                            repaired BOOLEAN NOT NULL DEFAULT FALSE,
                            KEY (verification)
                        ) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin
                        """
                                .formatted(schema));
            }
        }
    }

    /** Whether the tables are there: without them nothing has ever been compared. */
    public boolean exists(Connection target) throws SQLException {
        return Sql.text(
                        target,
                        """
                        SELECT COUNT(*) FROM information_schema.TABLES
                         WHERE TABLE_SCHEMA = ?
                           AND TABLE_NAME IN ('reverse_sync_verification', 'reverse_sync_difference')
                        """,
                        schema.substring(1, schema.length() - 1).replace("``", "`"))
                .filter("2"::equals)
                .isPresent();
    }

    /** The last comparison of all rows that came to its end. */
    public Optional<Verification> last(Connection target) throws SQLException {
        return one(target, "ended_at IS NOT NULL AND scope = 'ALL'");
    }

    /** The last comparison of all rows that came to its end and left no difference. */
    public Optional<Verification> lastEqual(Connection target) throws SQLException {
        return one(
                target,
                "ended_at IS NOT NULL AND scope = 'ALL'"
                        + " AND missing_source + missing_target + record_diff = repaired"
                        + " AND unsettled = 0");
    }

    /**
     * Lets one run at a time in, until the session ends.
     *
     * @return whether this one is let in
     */
    boolean lock(Connection target) throws SQLException {
        return Sql.text(target, "SELECT GET_LOCK(?, 5)", lockName())
                .filter("1"::equals)
                .isPresent();
    }

    /** MySQL takes 64 characters. */
    private String lockName() {
        String name = "reverse-sync.verify." + task;
        return name.length() <= 64
                ? name
                : name.substring(0, 50) + "." + Integer.toHexString(name.hashCode());
    }

    /** Notes that a comparison begins. */
    Verification begin(Connection target, Verification.Scope scope) throws SQLException {
        Sql.update(
                target,
                "INSERT INTO %s.reverse_sync_verification (task, started_at, scope)"
                                .formatted(schema)
                        + " VALUES (?, UTC_TIMESTAMP(3), ?)",
                task,
                scope.name());
        return one(target, "id = LAST_INSERT_ID()").orElseThrow();
    }

    /** The last comparison, if it has not come to its end and is young enough to go on with. */
    Optional<Verification> interrupted(
            Connection target, Verification.Scope scope, Duration youngerThan) throws SQLException {
        return one(
                        target,
                        "scope = '%s' AND started_at > UTC_TIMESTAMP(3) - INTERVAL %d SECOND"
                                .formatted(scope.name(), youngerThan.toSeconds()),
                        "id DESC")
                .filter(last -> last.ended().isEmpty());
    }

    Optional<String> checkpoint(Connection target, long verification) throws SQLException {
        return Sql.text(
                target,
                "SELECT checkpoint FROM %s.reverse_sync_verification WHERE id = ?"
                        .formatted(schema),
                verification);
    }

    /** Notes how far a comparison has come. */
    void keep(Connection target, Verification state, Checkpoint checkpoint) throws SQLException {
        keep(target, state, "checkpoint = ?", checkpoint.json());
    }

    /**
     * Notes that a comparison has come to its end.
     *
     * @param unsettled rows of which nothing is known
     */
    Verification end(Connection target, Verification state, long unsettled) throws SQLException {
        keep(
                target,
                state,
                "ended_at = UTC_TIMESTAMP(3), unsettled = %d, checkpoint = ?".formatted(unsettled),
                null);
        return one(target, "id = " + state.id()).orElseThrow();
    }

    private void keep(Connection target, Verification state, String more, String checkpoint)
            throws SQLException {
        Sql.update(
                target,
                """
                UPDATE %s.reverse_sync_verification
                   SET row_count = ?, missing_source = ?, missing_target = ?, record_diff = ?,
                       repaired = ?, %s
                 WHERE id = ?
                """
                        .formatted(schema, more),
                state.rows(),
                state.missingSource(),
                state.missingTarget(),
                state.recordDiff(),
                state.repaired(),
                checkpoint,
                state.id());
    }

    /**
     * @return its number in the log
     */
    long add(Connection target, long verification, Difference difference) throws SQLException {
        Sql.update(
                target,
                """
                INSERT INTO %s.reverse_sync_difference
                       (verification, table_schema, table_name, kind, row_key, column_name,
                        source_value, target_value)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
                        .formatted(schema),
                verification,
                difference.table().schema(),
                difference.table().table(),
                difference.kind().name(),
                cut(difference.key()),
                difference.column().orElse(null),
                difference.sourceValue().orElse(null),
                difference.targetValue().orElse(null));
        return Long.parseLong(Sql.text(target, "SELECT LAST_INSERT_ID()").orElseThrow());
    }

    private static String cut(String key) {
        return key.codePoints()
                .limit(LONGEST_KEY)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    void markRepaired(Connection target, long difference) throws SQLException {
        Sql.update(
                target,
                "UPDATE %s.reverse_sync_difference SET repaired = TRUE WHERE id = ?"
                        .formatted(schema),
                difference);
    }

    /** What a comparison has found, the first ones. */
    public List<Difference> differences(Connection target, long verification, int limit)
            throws SQLException {
        try (PreparedStatement statement =
                        Sql.prepare(
                                target,
                                """
                                SELECT table_schema, table_name, kind, row_key, column_name,
                                       source_value, target_value, repaired
                                  FROM %s.reverse_sync_difference
                                 WHERE verification = ? ORDER BY id LIMIT ?
                                """
                                        .formatted(schema),
                                verification,
                                limit);
                ResultSet row = statement.executeQuery()) {
            List<Difference> differences = new ArrayList<>();
            while (row.next()) {
                differences.add(
                        new Difference(
                                new TableName(row.getString(1), row.getString(2)),
                                Difference.Kind.valueOf(row.getString(3)),
                                row.getString(4),
                                Optional.ofNullable(row.getString(5)),
                                Optional.ofNullable(row.getString(6)),
                                Optional.ofNullable(row.getString(7)),
                                row.getBoolean(8)));
            }
            return differences;
        }
    }

    private Optional<Verification> one(Connection target, String condition) throws SQLException {
        return one(target, condition, "ended_at DESC, id DESC");
    }

    private Optional<Verification> one(Connection target, String condition, String order)
            throws SQLException {
        if (!exists(target)) {
            return Optional.empty();
        }
        try (PreparedStatement statement =
                        Sql.prepare(
                                target,
                                "SELECT %s FROM %s.reverse_sync_verification WHERE task = ? AND %s"
                                                .formatted(COLUMNS, schema, condition)
                                        + " ORDER BY %s LIMIT 1".formatted(order),
                                task);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(verification(row)) : Optional.empty();
        }
    }

    private static Verification verification(ResultSet row) throws SQLException {
        return new Verification(
                row.getLong(1),
                instant(row, 2).orElseThrow(),
                instant(row, 3),
                Verification.Scope.valueOf(row.getString(4)),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9));
    }

    /** The session is in UTC. */
    private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
    }
}

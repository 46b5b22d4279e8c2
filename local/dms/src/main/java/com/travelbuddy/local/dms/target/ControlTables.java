package com.travelbuddy.local.dms.target;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * DMS's control tables at the target (the guide's page "Control table task settings"), of one task.
 */
public final class ControlTables {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String KEY =
            "SERVER_NAME VARCHAR(128) NOT NULL, TASK_NAME VARCHAR(128) NOT NULL, ";

    private final String schema;
    private final String server;
    private final String task;
    private final Written written;

    /** Which of the optional tables are written. */
    public record Written(
            boolean status, boolean suspendedTables, boolean history, boolean recovery) {}

    /**
     * What the status table says.
     *
     * @param activity {@code FULL LOAD} or {@code CHANGE PROCESSING}
     * @param sourceTime of the last commit that was applied; null: none yet
     * @param pending changes that were read and are not applied
     */
    public record Status(
            String activity,
            long pending,
            String currentPosition,
            String tailPosition,
            Instant sourceTime,
            Instant tailTime) {}

    public ControlTables(String schema, String server, String task, Written written) {
        this.schema = schema;
        this.server = server;
        this.task = task;
        this.written = written;
    }

    public String schema() {
        return schema;
    }

    String task() {
        return task;
    }

    /** Creates those that are missing. */
    public void create(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE IF NOT EXISTS " + Sql.name(schema));
            create(
                    statement,
                    "awsdms_apply_exceptions",
                    "TASK_NAME VARCHAR(128) NOT NULL, TABLE_OWNER VARCHAR(128) NOT NULL,"
                            + " TABLE_NAME VARCHAR(128) NOT NULL, ERROR_TIME TIMESTAMP NOT NULL,"
                            + " STATEMENT LONGTEXT NOT NULL, ERROR LONGTEXT NOT NULL");
            if (written.status()) {
                create(
                        statement,
                        "awsdms_status",
                        KEY
                                + "TASK_STATUS VARCHAR(32), STATUS_TIME TIMESTAMP NULL,"
                                + " PENDING_CHANGES BIGINT, DISK_SWAP_SIZE BIGINT, TASK_MEMORY BIGINT,"
                                + " SOURCE_CURRENT_POSITION VARCHAR(128),"
                                + " SOURCE_CURRENT_TIMESTAMP DATETIME NULL,"
                                + " SOURCE_TAIL_POSITION VARCHAR(128),"
                                + " SOURCE_TAIL_TIMESTAMP DATETIME NULL,"
                                + " SOURCE_TIMESTAMP_APPLIED DATETIME NULL,"
                                + " PRIMARY KEY (SERVER_NAME, TASK_NAME)");
            }
            if (written.suspendedTables()) {
                create(
                        statement,
                        "awsdms_suspended_tables",
                        KEY
                                + "TABLE_OWNER VARCHAR(128) NOT NULL, TABLE_NAME VARCHAR(128) NOT NULL,"
                                + " SUSPEND_REASON VARCHAR(4096), SUSPEND_TIMESTAMP TIMESTAMP NULL,"
                                + " PRIMARY KEY (SERVER_NAME, TASK_NAME, TABLE_OWNER, TABLE_NAME)");
            }
            if (written.history()) {
                create(
                        statement,
                        "awsdms_history",
                        KEY
                                + "TIMESLOT_TYPE VARCHAR(32) NOT NULL, TIMESLOT DATETIME NOT NULL,"
                                + " TIMESLOT_DURATION BIGINT, TIMESLOT_LATENCY BIGINT, RECORDS BIGINT,"
                                + " TIMESLOT_VOLUME BIGINT,"
                                + " PRIMARY KEY (SERVER_NAME, TASK_NAME, TIMESLOT_TYPE, TIMESLOT)");
            }
            if (written.recovery()) {
                create(
                        statement,
                        "awsdms_txn_state",
                        KEY
                                + "RECOVERY_CHECKPOINT VARCHAR(4000), UPDATE_TIME TIMESTAMP NULL,"
                                + " PRIMARY KEY (SERVER_NAME, TASK_NAME)");
            }
        }
    }

    /** A change that was not applied as it came. */
    void exception(Connection connection, String owner, String table, String sql, String error)
            throws SQLException {
        update(
                connection,
                "INSERT INTO %s.awsdms_apply_exceptions VALUES (?, ?, ?, ?, ?, ?)",
                task,
                owner,
                table,
                now(),
                sql,
                error);
    }

    void suspended(Connection connection, String owner, String table, String reason)
            throws SQLException {
        if (written.suspendedTables()) {
            update(
                    connection,
                    "REPLACE INTO %s.awsdms_suspended_tables VALUES (?, ?, ?, ?, ?, ?)",
                    server,
                    task,
                    owner,
                    table,
                    reason.substring(0, Math.min(reason.length(), 4096)),
                    now());
        }
    }

    void taken(Connection connection, String owner, String table) throws SQLException {
        if (written.suspendedTables()) {
            update(
                    connection,
                    "DELETE FROM %s.awsdms_suspended_tables WHERE SERVER_NAME = ? AND TASK_NAME = ?"
                            + " AND TABLE_OWNER = ? AND TABLE_NAME = ?",
                    server,
                    task,
                    owner,
                    table);
        }
    }

    public void status(Connection connection, Status status) throws SQLException {
        if (!written.status()) {
            return;
        }
        Runtime jvm = Runtime.getRuntime();
        update(
                connection,
                "REPLACE INTO %s.awsdms_status VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?)",
                server,
                task,
                status.activity(),
                now(),
                status.pending(),
                (jvm.totalMemory() - jvm.freeMemory()) >> 20,
                status.currentPosition(),
                text(status.sourceTime()),
                status.tailPosition(),
                text(status.tailTime()),
                text(status.sourceTime()));
    }

    /** A checkpoint that can be given as CdcStartPosition. */
    public void recovery(Connection connection, String checkpoint) throws SQLException {
        if (written.recovery()) {
            update(
                    connection,
                    "REPLACE INTO %s.awsdms_txn_state VALUES (?, ?, ?, ?)",
                    server,
                    task,
                    checkpoint,
                    now());
        }
    }

    /**
     * What was done in a slot of time.
     *
     * @param volume in bytes
     */
    public void history(
            Connection connection,
            String type,
            Instant begin,
            Duration length,
            Duration latency,
            long records,
            long volume)
            throws SQLException {
        if (written.history()) {
            update(
                    connection,
                    "REPLACE INTO %s.awsdms_history VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    server,
                    task,
                    type,
                    text(begin),
                    length.toMinutes(),
                    latency.toSeconds(),
                    records,
                    volume);
        }
    }

    private void create(Statement statement, String name, String columns) throws SQLException {
        statement.execute(
                "CREATE TABLE IF NOT EXISTS %s (%s) ENGINE = InnoDB DEFAULT CHARSET = utf8mb4 COLLATE = utf8mb4_bin"
                        .formatted(Sql.name(schema, name), columns));
    }

    private void update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(sql.formatted(Sql.name(schema)))) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.executeUpdate();
        }
    }

    private static String now() {
        return SECONDS.format(Instant.now());
    }

    private static String text(Instant time) {
        return time == null ? null : SECONDS.format(time);
    }
}

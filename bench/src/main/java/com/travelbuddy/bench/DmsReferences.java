package com.travelbuddy.bench;

import com.mysql.cj.jdbc.JdbcStatement;

import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.copy.PGCopyInputStream;
import org.postgresql.replication.PGReplicationStream;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * What DMS Local is compared with: the databases and their drivers alone, on the same rows. Each
 * figure is in rows or changes per second.
 */
final class DmsReferences {

    private static final String SLOT = "bench_reference";

    private final DmsTables tables;

    DmsReferences(DmsTables tables) {
        this.tables = tables;
    }

    /** COPY of the source's rows, as the target has them, piped into LOAD DATA. */
    double load() throws Exception {
        try (Connection source = tables.source();
                Connection target = tables.target("allowLoadLocalInfile=true");
                Statement statement = target.createStatement()) {
            statement.execute("TRUNCATE " + DmsTables.REFERENCE);
            long start = System.nanoTime();
            long rows;
            try (var copy =
                    new PGCopyInputStream(
                            source.unwrap(PGConnection.class),
                            "COPY (%s) TO STDOUT".formatted(DmsTables.SOURCE_ROWS))) {
                statement.unwrap(JdbcStatement.class).setLocalInfileInputStream(copy);
                rows =
                        statement.executeUpdate(
                                "LOAD DATA LOCAL INFILE 'rows' INTO TABLE %s CHARACTER SET utf8mb4"
                                        .formatted(DmsTables.REFERENCE));
            }
            return rows / seconds(start);
        }
    }

    /** From here on, the source keeps what {@link #decode} reads. */
    void mark() throws SQLException {
        tables.atSource(
                "SELECT pg_create_logical_replication_slot('%s', 'test_decoding')".formatted(SLOT));
    }

    /** Reads all changes since the mark as DMS Local does, and throws them away. */
    double decode(long changes) throws Exception {
        var properties = new Properties();
        PGProperty.REPLICATION.set(properties, "database");
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "10");
        PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
        long start = System.nanoTime();
        try (Connection connection = tables.source(properties);
                PGReplicationStream stream =
                        connection
                                .unwrap(PGConnection.class)
                                .getReplicationAPI()
                                .replicationStream()
                                .logical()
                                .withSlotName(SLOT)
                                .withSlotOption("include-xids", false)
                                .withSlotOption("include-timestamp", true)
                                .withSlotOption("skip-empty-xacts", true)
                                .withAutomaticFlush(false)
                                .withStatusInterval(1, TimeUnit.SECONDS)
                                .start()) {
            long read = 0;
            boolean committed = false;
            while (read < changes || !committed) {
                ByteBuffer message = stream.readPending();
                if (message == null) {
                    Thread.onSpinWait();
                    continue;
                }
                byte kind = message.get(message.position());
                committed = kind == 'C';
                if (kind == 't') {
                    read++;
                }
            }
            double seconds = seconds(start);
            if (read != changes) {
                throw new IllegalStateException(
                        "%d changes were decoded, not %d".formatted(read, changes));
            }
            return changes / seconds;
        }
    }

    /** Lets the source forget again. */
    void unmark() throws SQLException, InterruptedException {
        // The server ends the reader's session in its own time.
        tables.atSource(
                """
                DO $$ BEGIN
                    WHILE (SELECT active FROM pg_replication_slots WHERE slot_name = '%1$s') LOOP
                        PERFORM pg_sleep(0.01);
                    END LOOP;
                    PERFORM pg_drop_replication_slot('%1$s');
                END $$
                """
                        .formatted(SLOT));
    }

    /** Updates these rows and a row with a position, transaction by transaction. */
    double apply(List<Object[]> rows, int perTransaction) throws SQLException {
        boolean batches = perTransaction > 1;
        String options =
                "useAffectedRows=true&"
                        + (batches ? "rewriteBatchedStatements=true" : "useServerPrepStmts=true");
        long start = System.nanoTime();
        try (Connection connection = tables.target(options);
                PreparedStatement update =
                        connection.prepareStatement(
                                "UPDATE %s SET header = ?, body = ?, origin = ?, originCode = ?,"
                                                .formatted(DmsTables.REFERENCE)
                                        + " destination = ?, destinationCode = ?, cost = ?, expiryDate = ?"
                                        + " WHERE id = ?");
                PreparedStatement position =
                        connection.prepareStatement(
                                "UPDATE position_reference SET position = ?, applied = applied + ?"
                                        + " WHERE id = 1")) {
            connection.setAutoCommit(false);
            for (int first = 0; first < rows.size(); first += perTransaction) {
                int end = Math.min(rows.size(), first + perTransaction);
                for (int i = first; i < end; i++) {
                    Object[] row = rows.get(i);
                    for (int column = 1; column < row.length; column++) {
                        update.setObject(column, row[column]);
                    }
                    update.setObject(row.length, row[0]);
                    if (batches) {
                        update.addBatch();
                    } else {
                        requireOne(update.executeUpdate());
                    }
                }
                if (batches) {
                    for (int count : update.executeBatch()) {
                        requireOne(count);
                    }
                }
                position.setString(1, Long.toHexString(first));
                position.setInt(2, end - first);
                requireOne(position.executeUpdate());
                connection.commit();
            }
        }
        return rows.size() / seconds(start);
    }

    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("An update has changed %d rows".formatted(rows));
        }
    }

    static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}

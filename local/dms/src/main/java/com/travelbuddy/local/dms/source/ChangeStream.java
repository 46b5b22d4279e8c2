package com.travelbuddy.local.dms.source;

import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The committed changes of a source from a position on. Not safe for use by several threads. */
public final class ChangeStream implements AutoCloseable {

    private static final Duration STATUS_INTERVAL = Duration.ofSeconds(1);

    private final Connection connection;
    private final PGReplicationStream stream;
    private final TestDecoding decoding;

    private ChangeStream(Connection connection, PGReplicationStream stream, TestDecoding decoding) {
        this.connection = connection;
        this.stream = stream;
        this.decoding = decoding;
    }

    /**
     * Opens it.
     *
     * @param from transactions that end at it or before are not repeated
     * @throws SlotUnusableException when the slot cannot give them
     */
    public static ChangeStream open(
            PostgresEndpoint endpoint,
            ReplicationSlot slot,
            LogSequenceNumber from,
            Collection<CapturedTable> tables)
            throws SQLException, SlotUnusableException {
        slot.requireUsable();
        Connection connection = endpoint.connectForReplication(Duration.ZERO);
        try {
            PGReplicationStream stream =
                    connection
                            .unwrap(PGConnection.class)
                            .getReplicationAPI()
                            .replicationStream()
                            .logical()
                            .withSlotName(slot.quotedName())
                            .withStartPosition(from)
                            .withSlotOption("include-xids", false)
                            .withSlotOption("include-timestamp", true)
                            .withSlotOption("skip-empty-xacts", true)
                            // Only what the target has is confirmed.
                            .withAutomaticFlush(false)
                            .withStatusInterval(
                                    (int) STATUS_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                            .start();
            return new ChangeStream(connection, stream, new TestDecoding(tables));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The next event; empty: none is here now. */
    public Optional<StreamEvent> read() throws SQLException {
        while (true) {
            ByteBuffer message = stream.readPending();
            if (message == null) {
                return Optional.empty();
            }
            String text =
                    new String(
                            message.array(),
                            message.arrayOffset() + message.position(),
                            message.remaining(),
                            StandardCharsets.UTF_8);
            Optional<StreamEvent> event = decoding.parse(text, stream.getLastReceiveLSN());
            if (event.isPresent()) {
                return event;
            }
        }
    }

    /** Everything before it was read. */
    public LogSequenceNumber received() {
        return stream.getLastReceiveLSN();
    }

    /** Lets the source forget what is before a position; it is told within a second. */
    public void confirm(LogSequenceNumber position) {
        stream.setFlushedLSN(position);
        stream.setAppliedLSN(position);
    }

    /** Tells the source now that this side is alive. */
    public void report() throws SQLException {
        stream.forceUpdateStatus();
    }

    @Override
    public void close() throws SQLException {
        // The stream's own close waits for the server to end a transaction that it is sending.
        connection.abort(Runnable::run);
    }
}

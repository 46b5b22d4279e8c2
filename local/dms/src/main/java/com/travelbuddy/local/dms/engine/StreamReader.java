package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.source.CapturedTable;
import com.travelbuddy.local.dms.source.ChangeStream;
import com.travelbuddy.local.dms.source.StreamEvent;

import org.postgresql.replication.LogSequenceNumber;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads the source's stream on a thread of its own, some chunks ahead of what is applied, and tells
 * the source what the target has.
 */
final class StreamReader implements AutoCloseable {

    private static final int CHUNKS = 8;
    private static final int LARGEST_CHUNK = 500;

    /** In characters: chunks that wait may not fill the heap. */
    private static final long HEAVIEST_CHUNK = 1 << 20;

    private static final Duration IDLE_WAIT = Duration.ofMillis(1);

    private final ChangeStream stream;
    private final Map<CapturedTable, TrackedTable> tables;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS);
    private final Thread thread;
    private volatile boolean closed;
    private volatile Exception failure;
    private volatile LogSequenceNumber settled;
    private volatile long settledCommits;
    private volatile LogSequenceNumber received;
    private long readCommits;
    private boolean inTransaction;

    /**
     * Events in order.
     *
     * @param size of their values in characters
     */
    record Chunk(List<StreamEvent> events, long size) {}

    StreamReader(
            ChangeStream stream,
            LogSequenceNumber from,
            Map<CapturedTable, TrackedTable> tables,
            String name) {
        this.stream = stream;
        this.tables = tables;
        this.settled = from;
        this.received = from;
        this.thread = Thread.ofPlatform().daemon().name(name + "-reader").start(this::run);
    }

    /**
     * The next events; null: none came within the timeout.
     *
     * @throws SQLException what has ended the stream, once all that came before it was taken
     */
    Chunk take(Duration timeout) throws SQLException, InterruptedException {
        Chunk chunk = chunks.poll(timeout.toMillis(), TimeUnit.MILLISECONDS);
        if (chunk == null && failure != null && (chunk = chunks.poll()) == null) {
            switch (failure) {
                case SQLException e -> throw e;
                case RuntimeException e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }
        return chunk;
    }

    /** The target has all up to the end of so many further transactions. */
    void settle(LogSequenceNumber position, int commits) {
        settled = position;
        settledCommits += commits;
    }

    /** Whether more events are here already. */
    boolean hasMore() {
        return !chunks.isEmpty();
    }

    /** Everything before it was read. */
    LogSequenceNumber received() {
        return received;
    }

    /** Everything before it is done with; without changes it moves on with the source's log. */
    LogSequenceNumber settled() {
        return settled;
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        stream.close();
    }

    private void run() {
        try {
            while (!closed) {
                readAvailable();
            }
        } catch (InterruptedException e) {
            failure = new IllegalStateException("the reader was interrupted", e);
        } catch (SQLException | RuntimeException e) {
            failure = e;
        }
    }

    private void readAvailable() throws SQLException, InterruptedException {
        List<StreamEvent> events = new ArrayList<>();
        long size = 0;
        while (events.size() < LARGEST_CHUNK && size < HEAVIEST_CHUNK) {
            Optional<StreamEvent> event = stream.read();
            if (event.isEmpty()) {
                break;
            }
            events.add(event.get());
            switch (event.get()) {
                case StreamEvent.Change change -> {
                    tables.get(change.table()).saw(change.kind());
                    size += size(change.before()) + size(change.after());
                }
                case StreamEvent.Begin begin -> inTransaction = true;
                case StreamEvent.Commit commit -> {
                    inTransaction = false;
                    readCommits++;
                }
                case StreamEvent.Truncate truncate -> {}
            }
        }
        if (events.isEmpty()) {
            idle();
        } else {
            received = stream.received();
            put(new Chunk(events, size));
        }
        stream.confirm(settled);
    }

    private void idle() {
        LogSequenceNumber position = stream.received();
        received = position;
        if (!inTransaction
                && settledCommits == readCommits
                && position.asLong() > settled.asLong()) {
            // Nothing is on its way, so what the log holds up to here was of no table of the task.
            settled = position;
        }
        LockSupport.parkNanos(IDLE_WAIT.toNanos());
    }

    private void put(Chunk chunk) throws SQLException, InterruptedException {
        while (!chunks.offer(chunk, 1, TimeUnit.SECONDS)) {
            if (closed) {
                return;
            }
            // The target is slow or away; the source must not take this side for dead.
            stream.confirm(settled);
            stream.report();
        }
    }

    private static long size(String[] values) {
        long size = 0;
        if (values != null) {
            for (String value : values) {
                size += value == null ? 0 : value.length();
            }
        }
        return size;
    }
}

package com.travelbuddy.flightspecials.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PeerInfo;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ListenerContext;
import io.helidon.webserver.ProxyProtocolData;
import io.helidon.webserver.Router;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.http1.Http1Connection;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** A connection that knows since when it waits for its client. */
final class WatchedConnection implements ServerConnection, InterruptableTask<Void> {

    private static final long NOT_WAITING = 0;

    private final HelidonSocket socket;
    private final Http1Connection http1;
    private final Consumer<WatchedConnection> ended;
    private volatile long readingSince;
    private volatile long writingSince;

    /**
     * @param ended told when the connection is no more
     */
    WatchedConnection(
            ConnectionContext context,
            Http1ConnectionSelector selector,
            Consumer<WatchedConnection> ended) {
        this.socket = context.serverSocket();
        this.ended = ended;
        this.http1 =
                (Http1Connection)
                        selector.connection(
                                new WatchedContext(
                                        context,
                                        new StrictReader(this::read),
                                        new WatchedWriter(context.dataWriter())));
    }

    private byte[] read() {
        readingSince = System.nanoTime() | 1;
        try {
            return socket.get();
        } catch (UncheckedIOException e) {
            throw new ServerConnectionException("Given up, or reset by the client", e);
        } finally {
            readingSince = NOT_WAITING;
        }
    }

    /**
     * Closes the connection if it waits in vain.
     *
     * @param idle how long the next request may be waited for
     * @param patience how long the rest of one, or an answer to be taken
     */
    void closeIfSilent(Duration idle, Duration patience) {
        boolean silent = isOlder(writingSince, patience);
        if (readingSince != NOT_WAITING) {
            silent |=
                    http1.canInterrupt()
                            ? isOlder(readingSince, idle)
                            : http1.idleTime().compareTo(patience) > 0;
        }
        if (silent) {
            socket.close();
        }
    }

    private static boolean isOlder(long since, Duration limit) {
        return since != NOT_WAITING && System.nanoTime() - since > limit.toNanos();
    }

    @Override
    public void handle(Semaphore requests) throws InterruptedException {
        try {
            http1.handle(requests);
        } finally {
            ended.accept(this);
        }
    }

    @Override
    public Duration idleTime() {
        return http1.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        http1.close(interrupt);
    }

    @Override
    public boolean canInterrupt() {
        return http1.canInterrupt();
    }

    private final class WatchedWriter implements DataWriter {

        private final DataWriter writer;

        WatchedWriter(DataWriter writer) {
            this.writer = writer;
        }

        @Override
        public void write(BufferData... buffers) {
            watched(() -> writer.write(buffers));
        }

        @Override
        public void write(BufferData buffer) {
            watched(() -> writer.write(buffer));
        }

        @Override
        public void writeNow(BufferData... buffers) {
            watched(() -> writer.writeNow(buffers));
        }

        @Override
        public void writeNow(BufferData buffer) {
            watched(() -> writer.writeNow(buffer));
        }

        private void watched(Runnable write) {
            writingSince = System.nanoTime() | 1;
            try {
                write.run();
            } finally {
                writingSince = NOT_WAITING;
            }
        }
    }

    private record WatchedContext(
            ConnectionContext context, DataReader dataReader, DataWriter dataWriter)
            implements ConnectionContext {

        @Override
        public ListenerContext listenerContext() {
            return context.listenerContext();
        }

        @Override
        public ExecutorService executor() {
            return context.executor();
        }

        @Override
        public Router router() {
            return context.router();
        }

        @Override
        public Optional<ProxyProtocolData> proxyProtocolData() {
            return context.proxyProtocolData();
        }

        @Override
        public HelidonSocket serverSocket() {
            return context.serverSocket();
        }

        @Override
        public PeerInfo remotePeer() {
            return context.remotePeer();
        }

        @Override
        public PeerInfo localPeer() {
            return context.localPeer();
        }

        @Override
        public boolean isSecure() {
            return context.isSecure();
        }

        @Override
        public String socketId() {
            return context.socketId();
        }

        @Override
        public String childSocketId() {
            return context.childSocketId();
        }
    }
}

package com.travelbuddy.local.dms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A TCP proxy in front of a server on 127.0.0.1 that fails when told to. */
final class CuttableLink implements AutoCloseable {

    /** Which way bytes go. */
    enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private final int serverPort;
    private final int port;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong cuts = new AtomicLong();
    private ServerSocket listener;
    private Thread acceptor;
    private boolean stalled;
    private Direction watched;
    private long watchedBytes;
    private boolean thenStall;

    CuttableLink(int serverPort) {
        this.serverPort = serverPort;
        listen(0);
        this.port = listener.getLocalPort();
    }

    int port() {
        return port;
    }

    int connections() {
        return connections.size();
    }

    /** How often it was cut by {@link #cutAfter}. */
    long cuts() {
        return cuts.get();
    }

    /** Resets all connections; new ones are accepted. */
    void cut() {
        for (Connection connection : connections) {
            connection.reset();
        }
    }

    /** Resets all connections once, in the middle of what goes one way. */
    void cutAfter(Direction direction, long bytes) {
        watch(direction, bytes, false);
    }

    /** Stalls in the middle of what goes one way. */
    void stallAfter(Direction direction, long bytes) {
        watch(direction, bytes, true);
    }

    private synchronized void watch(Direction direction, long bytes, boolean stall) {
        watched = direction;
        watchedBytes = bytes;
        thenStall = stall;
    }

    synchronized boolean isStalled() {
        return stalled;
    }

    /** Resets all connections and refuses new ones. */
    synchronized void refuse() {
        closeListener();
        cut();
    }

    /** Lets nothing through and keeps all connections, as a network does that drops packets. */
    synchronized void stall() {
        stalled = true;
    }

    /** Works as if nothing had happened; connections that were only stalled go on. */
    synchronized void restore() {
        stalled = false;
        watched = null;
        notifyAll();
        if (listener.isClosed()) {
            listen(port);
        }
    }

    @Override
    public synchronized void close() {
        closeListener();
        cut();
        stalled = false;
        notifyAll();
    }

    private void listen(int wanted) {
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), wanted));
            listener = socket;
            acceptor = Thread.ofVirtual().start(() -> accept(socket));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeListener() {
        try {
            listener.close();
            // Only then is the port really closed, and nothing accepted that is not known.
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                new Connection(socket.accept()).open();
            } catch (IOException e) {
                // Closed, or the server is away: its client sees that by the reset.
            }
        }
    }

    /** Waits while the link is stalled; true: this piece is the one to cut at. */
    private synchronized boolean isCutAt(Direction direction, int bytes) {
        awaitRestored();
        if (direction != watched) {
            return false;
        }
        watchedBytes -= bytes;
        if (watchedBytes > 0) {
            return false;
        }
        watched = null;
        stalled = thenStall;
        awaitRestored();
        return !thenStall;
    }

    private synchronized void awaitRestored() {
        while (stalled) {
            try {
                wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final class Connection {

        private final Socket client;
        private final Socket server = new Socket();

        Connection(Socket client) {
            this.client = client;
        }

        void open() throws IOException {
            connections.add(this);
            try {
                server.connect(new InetSocketAddress("127.0.0.1", serverPort));
            } catch (IOException e) {
                reset();
                throw e;
            }
            Thread.ofVirtual().start(() -> pump(client, server, Direction.TO_SERVER));
            Thread.ofVirtual().start(() -> pump(server, client, Direction.TO_CLIENT));
        }

        void reset() {
            connections.remove(this);
            for (Socket socket : new Socket[] {client, server}) {
                try {
                    // So that closing sends RST, even before what is still to be sent.
                    socket.setSoLinger(true, 0);
                    socket.close();
                } catch (IOException e) {
                    // It was closed by its other end.
                }
            }
        }

        private void pump(Socket from, Socket to, Direction direction) {
            byte[] buffer = new byte[8192];
            try {
                var in = from.getInputStream();
                var out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (isCutAt(direction, read)) {
                        out.write(buffer, 0, read / 2);
                        cuts.incrementAndGet();
                        cut();
                    }
                    out.write(buffer, 0, read);
                }
                to.shutdownOutput();
                if (from.isOutputShutdown()) {
                    reset();
                }
            } catch (IOException e) {
                reset();
            }
        }
    }
}

package com.travelbuddy.flightspecials.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Helidon's HTTP/1.1 with a stricter reader, and an end to waiting for clients: Helidon 4.1 does
 * not apply its read timeout, and its idle timeout only between requests.
 *
 * <p>It must be a listener's only selector: then nobody has read from a socket before.
 */
public final class StrictConnections implements ServerConnectionSelector {

    /** How long a request, once begun, may make the service wait, or its answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(1);

    private final Http1ConnectionSelector http1 =
            Http1ConnectionSelector.builder().config(Http1Config.create()).build();
    private final Set<WatchedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Duration idle;
    private final Duration patience;
    private boolean watching;

    /**
     * @param idle how long a connection may stay silent between requests
     */
    public StrictConnections(Duration idle) {
        this.idle = idle;
        this.patience = idle.compareTo(PATIENCE) < 0 ? idle : PATIENCE;
    }

    @Override
    public int bytesToIdentifyConnection() {
        return http1.bytesToIdentifyConnection();
    }

    @Override
    public Support supports(BufferData data) {
        return http1.supports(data);
    }

    @Override
    public Set<String> supportedApplicationProtocols() {
        return http1.supportedApplicationProtocols();
    }

    @Override
    public ServerConnection connection(ConnectionContext context) {
        WatchedConnection connection = new WatchedConnection(context, http1, connections::remove);
        watch(connection);
        return connection;
    }

    private synchronized void watch(WatchedConnection connection) {
        connections.add(connection);
        if (!watching) {
            watching = true;
            Thread.ofVirtual().name("connection-watch").start(this::watch);
        }
    }

    /** Goes on for as long as there are connections. */
    private void watch() {
        Duration quarter = patience.dividedBy(4);
        try {
            do {
                Thread.sleep(quarter.compareTo(LONGEST_INTERVAL) < 0 ? quarter : LONGEST_INTERVAL);
                connections.forEach(connection -> connection.closeIfSilent(idle, patience));
            } while (!isOver());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean isOver() {
        watching = !connections.isEmpty();
        return !watching;
    }
}

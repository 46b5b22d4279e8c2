package com.travelbuddy.local.dms;

import com.travelbuddy.local.dms.api.HttpApi;
import com.travelbuddy.local.dms.api.ProtocolErrors;
import com.travelbuddy.local.dms.registry.Arns;
import com.travelbuddy.local.dms.registry.Registry;
import com.travelbuddy.local.dms.registry.Secrets;
import com.travelbuddy.local.dms.registry.Store;

import io.helidon.common.socket.SocketOptions;
import io.helidon.webserver.WebServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;

/** The running server. */
public final class DmsLocal implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DmsLocal.class);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final WebServer server;
    private final Registry registry;

    /**
     * Starts to listen, and goes on with what the last process has left.
     *
     * @throws com.travelbuddy.local.dms.registry.StoreException when the state cannot be used
     * @throws IllegalStateException when the port is taken
     */
    public DmsLocal(Settings settings) {
        requireFree(settings);
        Store store = settings.state().map(Store::at).orElseGet(Store::inMemory);
        this.registry =
                new Registry(
                        store,
                        new Arns(settings.region(), settings.account()),
                        new Secrets(settings.secrets()),
                        settings.assumptions(),
                        settings.dwell(),
                        Clock.systemUTC());
        this.server =
                WebServer.builder()
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .host(settings.address())
                        .port(settings.port())
                        .maxPayloadSize(HttpApi.MOST_READ)
                        .shutdownGracePeriod(GRACE)
                        .connectionOptions(
                                SocketOptions.builder()
                                        .tcpNoDelay(true)
                                        .readTimeout(READ_TIMEOUT)
                                        .build())
                        .directHandlers(ProtocolErrors.handlers())
                        .routing(new HttpApi(registry)::routing)
                        .build();
        server.start();
        if (!server.isRunning()) {
            registry.close();
            throw new IllegalStateException("the server did not start");
        }
        LOG.info("Listening on http://{}:{}", settings.address(), port());
    }

    /** Helidon would log a stack trace, and not tell its caller. */
    private static void requireFree(Settings settings) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(settings.address(), settings.port()));
        } catch (IOException e) {
            throw new IllegalStateException(
                    "cannot listen on %s:%d: %s"
                            .formatted(settings.address(), settings.port(), e.getMessage()),
                    e);
        }
    }

    /** The port, as it was bound. */
    public int port() {
        return server.port();
    }

    /** Stops to listen and ends runs; their tasks go on with the next start. */
    @Override
    public void close() {
        server.stop();
        registry.close();
    }
}

package com.travelbuddy.flightspecials;

import com.travelbuddy.flightspecials.database.Database;
import com.travelbuddy.flightspecials.database.DatabaseUnavailableException;
import com.travelbuddy.flightspecials.database.Migrations;
import com.travelbuddy.flightspecials.http.HttpApi;
import com.travelbuddy.flightspecials.http.ProtocolErrors;
import com.travelbuddy.flightspecials.http.StrictConnections;
import com.travelbuddy.flightspecials.management.Management;
import com.travelbuddy.flightspecials.management.Meters;
import com.travelbuddy.flightspecials.outbox.Backlog;
import com.travelbuddy.flightspecials.outbox.Relay;
import com.travelbuddy.flightspecials.settings.Settings;
import com.travelbuddy.flightspecials.specials.HeaderRule;
import com.travelbuddy.flightspecials.specials.SpecialStore;

import io.helidon.common.socket.SocketOptions;
import io.helidon.openapi.OpenApiFeature;
import io.helidon.webserver.WebServer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The running service. It listens at once; the schema is brought up to date, and the relay started,
 * as soon as the database can be reached.
 */
public final class FlightSpecials implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FlightSpecials.class);
    private static final String MANAGEMENT = "management";
    private static final Duration MIGRATION_RETRY = Duration.ofMillis(500);
    private static final Duration DRAIN_CHECK = Duration.ofMillis(50);

    /**
     * A body beyond this is cut off; one below it, but over what a route takes, is answered in good
     * order.
     */
    private static final long MOST_READ = 16L * 1024 * 1024;

    private final Settings settings;
    private final Consumer<RuntimeException> fatal;
    private final Database database;
    private final Relay relay;
    private final RequestsInFlight inFlight = new RequestsInFlight();
    private final WebServer server;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread opening = Thread.ofVirtual().name("opening").unstarted(this::open);
    private volatile boolean draining;
    private volatile boolean open;

    /**
     * Starts nothing yet.
     *
     * @param fatal told when the service can never serve, such as for tables that it cannot take
     *     over
     */
    FlightSpecials(Settings settings, Consumer<RuntimeException> fatal) {
        this.settings = settings;
        this.fatal = fatal;
        this.database = new Database(settings.database());
        this.relay = new Relay(database, settings.kafka(), settings.relay());
        Meters meters = new Meters();
        meters.watch(database);
        meters.watch(new Backlog(database), relay);
        this.server = server(meters);
    }

    /**
     * Starts to listen.
     *
     * @throws IllegalStateException a port is taken
     */
    void start() {
        server.start();
        requireListening();
        LOG.info("Listening on port {}, health and metrics on port {}", port(), managementPort());
        opening.start();
    }

    private WebServer server(Meters meters) {
        HttpApi api =
                new HttpApi(
                        settings.http(),
                        new SpecialStore(database, settings.database().zone()),
                        new HeaderRule(settings.header().utf8mb3Only()),
                        relay::wake,
                        meters,
                        () -> draining);
        return WebServer.builder()
                .shutdownHook(false)
                .featuresDiscoverServices(false)
                .host(settings.http().host())
                .port(settings.http().port())
                .maxPayloadSize(MOST_READ)
                .maxConcurrentRequests(settings.http().maxConcurrentRequests())
                .shutdownGracePeriod(settings.http().drainTimeout())
                .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                .protocolsDiscoverServices(false)
                .addConnectionSelector(new StrictConnections(settings.http().idleTimeout()))
                .directHandlers(ProtocolErrors.handlers())
                .routing(routing -> api.routing(routing.addFilter(inFlight)))
                .putSocket(
                        MANAGEMENT,
                        listener ->
                                listener.host(settings.management().host())
                                        .port(settings.management().port())
                                        .maxPayloadSize(MOST_READ)
                                        .shutdownGracePeriod(Duration.ofSeconds(1)))
                .addFeature(
                        OpenApiFeature.builder()
                                .sockets(Set.of(WebServer.DEFAULT_SOCKET_NAME))
                                .servicesDiscoverServices(false)
                                .addService(api.document())
                                .build())
                .addFeature(
                        Management.feature(
                                MANAGEMENT,
                                () -> !open || draining || relay.isAlive(),
                                () -> open && !draining && database.isReachable(),
                                () -> open))
                .build();
    }

    /** Helidon logs that a listener could not be started, and says no more of it. */
    private void requireListening() {
        if (!server.isRunning()) {
            throw new IllegalStateException(
                    "cannot listen on %s:%d (APP_PORT) or %s:%d (MANAGEMENT_PORT); is it in use?"
                            .formatted(
                                    settings.http().host(),
                                    settings.http().port(),
                                    settings.management().host(),
                                    settings.management().port()));
        }
    }

    /** The public port, as it was bound. */
    int port() {
        return server.port();
    }

    /** The port of health and metrics, as it was bound. */
    int managementPort() {
        return server.port(MANAGEMENT);
    }

    private void open() {
        try {
            if (prepareSchema()) {
                database.open();
                relay.start();
                open = true;
                LOG.info("Ready");
            }
        } catch (RuntimeException e) {
            fatal.accept(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean prepareSchema() throws InterruptedException {
        Migrations migrations = new Migrations(settings.database());
        boolean said = false;
        do {
            try {
                if (settings.database().migrate()) {
                    migrations.run();
                } else {
                    migrations.check();
                }
                return true;
            } catch (DatabaseUnavailableException e) {
                if (!said) {
                    LOG.warn("Waiting for the database: {}", e.getMessage());
                    said = true;
                }
            }
        } while (!stop.await(MIGRATION_RETRY.toMillis(), TimeUnit.MILLISECONDS));
        return false;
    }

    /**
     * Drains and stops: readiness turns false, requests are served for the drain delay and
     * connections closed after them, what is in flight finishes, the relay ends its batch.
     */
    @Override
    public void close() {
        draining = true;
        stop.countDown();
        long deadline =
                System.nanoTime()
                        + settings.http().drainDelay().toNanos()
                        + settings.http().drainTimeout().toNanos();
        try {
            if (server.isRunning()) {
                Thread.sleep(settings.http().drainDelay());
            }
            if (opening.getState() != Thread.State.NEW) {
                opening.join(settings.http().drainTimeout());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        stopServer();
        long left = Math.max(0, deadline - System.nanoTime());
        relay.stop(Duration.ofNanos(left));
        database.close();
    }

    /**
     * Stops listening and waits for the requests in flight. The server itself waits for idle
     * connections too, which clients may keep for as long as they like; they are cut when the
     * process ends.
     */
    private void stopServer() {
        Thread stopping = Thread.ofPlatform().daemon().name("server-stop").start(server::stop);
        try {
            while (!stopping.join(DRAIN_CHECK) && !inFlight.isNone()) {}
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

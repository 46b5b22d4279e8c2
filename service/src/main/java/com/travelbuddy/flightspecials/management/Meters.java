package com.travelbuddy.flightspecials.management;

import com.travelbuddy.flightspecials.database.Database;
import com.travelbuddy.flightspecials.http.RequestFigures;
import com.travelbuddy.flightspecials.outbox.Backlog;
import com.travelbuddy.flightspecials.outbox.Relay;
import com.travelbuddy.flightspecials.outbox.RelayState;

import io.helidon.metrics.api.FunctionalCounter;
import io.helidon.metrics.api.Gauge;
import io.helidon.metrics.api.MeterRegistry;
import io.helidon.metrics.api.Metrics;
import io.helidon.metrics.api.Tag;
import io.helidon.metrics.api.Timer;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** The service's own figures, in the process's one registry. */
public final class Meters implements RequestFigures {

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5)
    };

    private final MeterRegistry registry = Metrics.globalRegistry();
    private final Map<Request, Timer> requests = new ConcurrentHashMap<>();

    private record Request(String method, String route, int status) {}

    @Override
    public void record(String method, String route, int status, long nanos) {
        requests.computeIfAbsent(new Request(method, route, status), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Request request) {
        return registry.getOrCreate(
                Timer.builder("http_server_requests")
                        .description("Requests answered on the public port")
                        .tags(
                                List.of(
                                        Tag.create("method", request.method()),
                                        Tag.create("route", request.route()),
                                        Tag.create("status", String.valueOf(request.status()))))
                        .buckets(BUCKETS)
                        .percentiles(new double[0]));
    }

    /** Starts to show the figures of the database and its pool. */
    public void watch(Database database) {
        gauge(
                "database_reachable",
                "1 while PostgreSQL can be reached",
                () -> database.isReachable() ? 1 : 0);
        gauge(
                "database_pool_active",
                "Connections at work",
                () -> database.poolFigures().getActiveConnections());
        gauge(
                "database_pool_idle",
                "Connections at rest",
                () -> database.poolFigures().getIdleConnections());
        gauge("database_pool_waiting", "Requests that wait for a connection", database::waiting);
        counter("database_statements", "Statements that succeeded", database, Database::statements);
        counter(
                "database_statement_failures",
                "Statements that failed or found no connection",
                database,
                Database::failures);
        counter(
                "database_statement_milliseconds",
                "Time spent in statements, waits for connections included",
                database,
                Database::statementMilliseconds);
    }

    /** Starts to show the figures of the outbox and its relay. */
    public void watch(Backlog backlog, Relay relay) {
        gauge(
                "outbox_backlog_events",
                "Committed events not yet on the topic, at most a million",
                backlog::events);
        gauge(
                "outbox_oldest_event_age_seconds",
                "Age of the oldest of them",
                backlog::oldestSeconds);
        gauge(
                "relay_leader",
                "1 if this replica is the one that publishes",
                () -> relay.isLeader() ? 1 : 0);
        for (RelayState state : RelayState.values()) {
            registry.getOrCreate(
                    Gauge.builder("relay_state", () -> relay.state() == state ? 1 : 0)
                            .description("1 for the state that the relay is in")
                            .tags(
                                    List.of(
                                            Tag.create(
                                                    "state",
                                                    state.name().toLowerCase(Locale.ROOT)))));
        }
        counter(
                "relay_published_events",
                "Events acknowledged by the broker",
                relay,
                Relay::published);
        counter("relay_publish_failures", "Tries to publish that failed", relay, Relay::failures);
    }

    private void gauge(String name, String description, Supplier<Number> value) {
        registry.getOrCreate(Gauge.builder(name, value).description(description));
    }

    private <T> void counter(String name, String description, T source, Function<T, Long> value) {
        registry.getOrCreate(
                FunctionalCounter.builder(name, source, value).description(description));
    }
}

package com.travelbuddy.reversesync.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.travelbuddy.reversesync.settings.ServeSettings;
import com.travelbuddy.reversesync.status.Status;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Serves the last looks of a sampler. */
public final class StatusServer implements AutoCloseable {

    private static final String JSON_TYPE = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private static final Header ALLOW = HeaderValues.create(HeaderNames.ALLOW, "GET, HEAD");

    private static final List<Header> SECURITY =
            List.of(
                    HeaderValues.create(
                            "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src"
                                    + " 'self'; img-src 'self'; base-uri 'none'; form-action"
                                    + " 'none'; frame-ancestors 'none'"),
                    HeaderValues.create("X-Content-Type-Options", "nosniff"),
                    HeaderValues.create("Referrer-Policy", "no-referrer"),
                    HeaderValues.create(HeaderNames.CACHE_CONTROL, "no-store"));

    private final ServeSettings settings;
    private final Sampler sampler;
    private final Clock clock = Clock.systemUTC();
    private final WebServer server;

    public StatusServer(ServeSettings settings, Sampler sampler) {
        this.settings = settings;
        this.sampler = sampler;
        this.server =
                WebServer.builder()
                        .shutdownHook(false)
                        .featuresDiscoverServices(false)
                        .host(settings.address())
                        .port(settings.port())
                        // Of bodies, which nobody needs to send; less breaks the connection.
                        .maxPayloadSize(1024 * 1024)
                        .shutdownGracePeriod(Duration.ofMillis(500))
                        .routing(this::routing)
                        .build();
    }

    /**
     * Listens from now on.
     *
     * @throws IOException when the port is taken, or the address is not this machine's
     */
    public void start() throws IOException {
        // Helidon itself would only log that, at length.
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(settings.address(), settings.port()));
        }
        server.start();
        if (!server.isRunning()) {
            throw new IOException("the server does not start");
        }
    }

    /** The port, as it was bound. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void routing(HttpRouting.Builder routing) {
        routing.addFilter(
                (chain, _, response) -> {
                    SECURITY.forEach(response::header);
                    chain.proceed();
                });
        Map.<String, Handler>of(
                        "/status", this::status,
                        "/history", this::history,
                        "/metrics", this::metrics,
                        "/health/live", this::live,
                        "/health/ready", this::ready)
                .forEach((path, handler) -> route(routing, path, handler));
        StaticFile.all().forEach(file -> route(routing, file.path(), file));
        routing.any((_, response) -> send(response.status(404), TEXT, "There is no such route.\n"));
    }

    private static void route(HttpRouting.Builder routing, String path, Handler handler) {
        routing.route(Method.GET, path, handler)
                .route(Method.HEAD, path, handler)
                .any(
                        path,
                        (_, response) ->
                                send(
                                        response.status(405).header(ALLOW),
                                        TEXT,
                                        "Only GET and HEAD: nothing here changes anything.\n"));
    }

    private void status(ServerRequest request, ServerResponse response)
            throws JsonProcessingException {
        Optional<Status> latest = sampler.latest();
        if (latest.isEmpty()) {
            send(response.status(503), JSON_TYPE, "{\"error\":\"the first look is under way\"}");
            return;
        }
        send(response, JSON_TYPE, Json.MAPPER.writeValueAsString(latest.get()));
    }

    /** With {@code after}, only what came after that moment. */
    private void history(ServerRequest request, ServerResponse response)
            throws JsonProcessingException {
        Instant after;
        try {
            after = request.query().first("after").map(Instant::parse).orElse(Instant.MIN);
        } catch (DateTimeException _) {
            send(
                    response.status(400),
                    TEXT,
                    "after must be a moment such as 2026-01-31T12:00:00Z\n");
            return;
        }
        send(
                response,
                JSON_TYPE,
                Json.MAPPER.writeValueAsString(
                        new History(
                                clock.instant(),
                                settings.interval().toMillis() / 1000.0,
                                settings.history().toSeconds(),
                                sampler.history(after))));
    }

    /**
     * @param now by the server's clock, to tell how old the last sample is
     */
    private record History(
            Instant now, double intervalSeconds, long historySeconds, List<Sample> samples) {}

    private void metrics(ServerRequest request, ServerResponse response) {
        send(response, PROMETHEUS, Metrics.of(sampler.latest(), clock.instant()));
    }

    private void live(ServerRequest request, ServerResponse response) {
        health(response, sampler.isAlive(), "no look has been taken for several intervals");
    }

    private void ready(ServerRequest request, ServerResponse response) {
        health(response, sampler.latest().isPresent(), "the first look is under way");
    }

    private static void health(ServerResponse response, boolean good, String otherwise) {
        send(response.status(good ? 200 : 503), TEXT, (good ? "OK" : otherwise) + "\n");
    }

    static void send(ServerResponse response, String type, String text) {
        response.header(HeaderNames.CONTENT_TYPE, type);
        response.send(text.getBytes(StandardCharsets.UTF_8));
    }
}

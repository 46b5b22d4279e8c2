package com.travelbuddy.flightspecials.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/**
 * Problem details for what Helidon refuses before any route sees it: it was not HTTP, or too much
 * of it.
 */
public final class ProtocolErrors {

    private ProtocolErrors() {}

    public static DirectHandlers handlers() {
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (DirectHandler.EventType type : DirectHandler.EventType.values()) {
            handlers.addHandler(type, ProtocolErrors::handle);
        }
        return handlers.build();
    }

    private static DirectHandler.TransportResponse handle(
            DirectHandler.TransportRequest request,
            DirectHandler.EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        Problem problem = problem(status);
        headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"));
        problem.headers().forEach(headers::set);
        // What was half read cannot be the start of another request.
        headers.set(HeaderValues.CONNECTION_CLOSE);
        return DirectHandler.TransportResponse.builder()
                .status(problem.status())
                .headers(headers)
                .keepAlive(false)
                .entity(problem.json(null))
                .build();
    }

    private static Problem problem(Status status) {
        return switch (status.code()) {
            case 413 ->
                    Problem.ofField(
                            status,
                            "too-large",
                            "body",
                            "must be at most " + RequestBody.MAX_BYTES + " bytes");
            case 503 ->
                    Problem.of(status, "too-many-requests", "Too many requests at once")
                            .with(HeaderValues.create(HeaderNames.RETRY_AFTER, "1"));
            case 500 -> Problem.of(status, "internal", "An unexpected fault, which was logged");
            default ->
                    Problem.ofField(
                            status, "malformed-request", "request", "must be well-formed HTTP/1.1");
        };
    }
}

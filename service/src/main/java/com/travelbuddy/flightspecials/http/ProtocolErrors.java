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
public final class ProtocolErrors implements DirectHandler {

    private static final Status HEADERS_TOO_LARGE_431 =
            Status.create(431, "Request Header Fields Too Large");

    private ProtocolErrors() {}

    public static DirectHandlers handlers() {
        DirectHandler handler = new ProtocolErrors();
        DirectHandlers.Builder handlers = DirectHandlers.builder();
        for (EventType type : EventType.values()) {
            handlers.addHandler(type, handler);
        }
        return handlers.build();
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            Throwable thrown,
            System.Logger logger) {
        return response(problem(request, status, thrown.getCause()), headers);
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType type,
            Status status,
            ServerResponseHeaders headers,
            String message) {
        return response(problem(status), headers);
    }

    private static TransportResponse response(Problem problem, ServerResponseHeaders headers) {
        headers.set(HeaderValues.create(HeaderNames.CONTENT_TYPE, "application/problem+json"));
        problem.headers().forEach(headers::set);
        // What was half read cannot be the start of another request.
        headers.set(HeaderValues.CONNECTION_CLOSE);
        return TransportResponse.builder()
                .status(problem.status())
                .headers(headers)
                .keepAlive(false)
                .entity(problem.json(null))
                .build();
    }

    private static Problem problem(TransportRequest request, Status status, Throwable cause) {
        return switch (status.code()) {
            // Routes answer for themselves; what fails outside of them is Helidon's parser, on
            // input that it did not expect.
            case 500 -> problem(cause instanceof Error ? status : Status.BAD_REQUEST_400);
            case 400 -> {
                if (cause instanceof IllegalStateException) {
                    yield problem(HEADERS_TOO_LARGE_431);
                }
                yield request.headers().contains(HeaderNames.CONTENT_ENCODING)
                        ? RequestBody.encoded()
                        : problem(status);
            }
            default -> problem(status);
        };
    }

    static Problem problem(Status status) {
        return switch (status.code()) {
            case 413 -> RequestBody.tooLarge();
            case 414 ->
                    Problem.ofField(
                            status, "too-long", "request line", "must be at most 2048 bytes");
            case 431 -> Problem.ofField(status, "too-large", "headers", "must be at most 16 KiB");
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

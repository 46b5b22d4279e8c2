package com.travelbuddy.flightspecials.http;

import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.http.ServerResponse;

import java.util.List;
import java.util.Set;

/**
 * Lets pages of other origins call this service (CORS, in the Fetch standard). Pages whose origin
 * is not allowed get the same answers without the marks, so their browsers keep them to themselves.
 *
 * <p>Not Helidon's: it answers 403 without problem details, and fails on a Host that it cannot
 * parse.
 */
final class CrossOrigin {

    private static final Header ANY_ORIGIN =
            HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    private static final Header VARY = HeaderValues.createCached(HeaderNames.VARY, "Origin");
    private static final Header EXPOSED =
            HeaderValues.createCached(
                    HeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
                    "ETag, Link, Retry-After, X-Request-Id, traceparent");
    private static final Header ANY_HEADER =
            HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, "*");
    private static final Header AN_HOUR =
            HeaderValues.createCached(HeaderNames.ACCESS_CONTROL_MAX_AGE, "3600");

    private final boolean any;
    private final Set<String> origins;

    /**
     * @param origins such as {@code https://example.com}, {@code *} for any, empty for none
     */
    CrossOrigin(List<String> origins) {
        this.any = origins.contains("*");
        this.origins = Set.copyOf(origins);
    }

    /** Marks an answer as readable by the page that asks, if its origin is allowed. */
    void mark(ServerRequestHeaders request, ServerResponse response) {
        if (origins.isEmpty()) {
            return;
        }
        response.header(VARY);
        if (isAllowed(request)) {
            response.header(any ? ANY_ORIGIN : allowed(request));
            response.header(EXPOSED);
        }
    }

    /** Completes the answer to OPTIONS if it is a preflight of an allowed origin. */
    void preflight(ServerRequestHeaders request, ServerResponse response, String methods) {
        if (isAllowed(request) && request.contains(HeaderNames.ACCESS_CONTROL_REQUEST_METHOD)) {
            response.header(HeaderNames.ACCESS_CONTROL_ALLOW_METHODS, methods);
            response.header(ANY_HEADER);
            response.header(AN_HOUR);
        }
    }

    private boolean isAllowed(ServerRequestHeaders request) {
        return request.contains(HeaderNames.ORIGIN)
                && (any || origins.contains(request.get(HeaderNames.ORIGIN).get()));
    }

    private static Header allowed(ServerRequestHeaders request) {
        return HeaderValues.create(
                HeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, request.get(HeaderNames.ORIGIN).get());
    }
}

package com.travelbuddy.flightspecials.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;

/** Which representation a client takes: this service has one, JSON. */
final class Negotiation {

    private Negotiation() {}

    /**
     * @throws Problem 406 if the client takes no JSON (RFC 9110, section 12.5.1)
     */
    static void requireJsonAccepted(ServerRequestHeaders headers) {
        if (headers.contains(HeaderNames.ACCEPT) && !acceptsJson(headers)) {
            throw Problem.ofField(
                    Status.NOT_ACCEPTABLE_406,
                    "not-acceptable",
                    "Accept",
                    "must admit application/json");
        }
    }

    private static boolean acceptsJson(ServerRequestHeaders headers) {
        int mostSpecific = -1;
        boolean accepted = false;
        for (HttpMediaType range : ranges(headers)) {
            int specificity = specificity(range);
            if (specificity > mostSpecific) {
                mostSpecific = specificity;
                accepted = range.qualityFactor() > 0;
            }
        }
        return accepted;
    }

    private static Iterable<HttpMediaType> ranges(ServerRequestHeaders headers) {
        try {
            return headers.acceptedTypes();
        } catch (IllegalArgumentException _) {
            throw Problem.ofField(
                    Status.BAD_REQUEST_400,
                    "malformed-accept",
                    "Accept",
                    "must be a list of media ranges");
        }
    }

    private static int specificity(HttpMediaType range) {
        if (range.type().equals("*")) {
            return 0;
        }
        if (!range.type().equalsIgnoreCase("application")) {
            return -1;
        }
        return switch (range.subtype()) {
            case "*" -> 1;
            case "json" -> 2;
            default -> -1;
        };
    }
}

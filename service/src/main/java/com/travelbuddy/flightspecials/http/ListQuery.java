package com.travelbuddy.flightspecials.http;

import io.helidon.common.uri.UriQuery;
import io.helidon.http.Status;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * What is asked of the list: {@code ?active=true&limit=10&after=42}.
 *
 * @param limit the page's size; absent for all
 * @param after the id that the page starts after, 0 for the start
 */
record ListQuery(boolean active, OptionalInt limit, long after) {

    private static final int MAX_LIMIT = 1_000;
    private static final Pattern POSITIVE = Pattern.compile("[1-9]\\d*");

    /**
     * @throws Problem a parameter has a wrong value
     */
    static ListQuery parse(UriQuery query) {
        requireDecodable(query);
        return new ListQuery(
                active(query),
                limit(query),
                single(query, "after").map(ListQuery::after).orElse(0L));
    }

    private static void requireDecodable(UriQuery query) {
        try {
            query.names();
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            throw Problem.ofField(
                    Status.BAD_REQUEST_400,
                    "malformed-query",
                    "query",
                    "must be well-formed percent-encoding");
        }
    }

    private static boolean active(UriQuery query) {
        return switch (single(query, "active").orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("active", "must be true or false");
        };
    }

    private static OptionalInt limit(UriQuery query) {
        Optional<String> value = single(query, "limit");
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        boolean sound = POSITIVE.matcher(value.get()).matches() && value.get().length() <= 4;
        if (!sound || Integer.parseInt(value.get()) > MAX_LIMIT) {
            throw wrong("limit", "must be an integer from 1 to " + MAX_LIMIT);
        }
        return OptionalInt.of(Integer.parseInt(value.get()));
    }

    private static long after(String value) {
        return parseId(value)
                .orElseThrow(
                        () -> wrong("after", "must be the id of a special, a positive integer"));
    }

    /**
     * Reads an id as clients may write it.
     *
     * @return empty for anything but a positive integer; one beyond 64 bits, which no special has,
     *     becomes the largest
     */
    static Optional<Long> parseId(String text) {
        if (!POSITIVE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.of(Long.MAX_VALUE);
        }
    }

    private static Optional<String> single(UriQuery query, String name) {
        if (!query.contains(name)) {
            return Optional.empty();
        }
        List<String> values = query.all(name);
        if (values.size() != 1) {
            throw wrong(name, "must appear once, with a value");
        }
        return Optional.of(values.getFirst());
    }

    static Problem wrong(String parameter, String rule) {
        return Problem.ofField(Status.BAD_REQUEST_400, "invalid-parameter", parameter, rule);
    }

    /** The query of the page that starts after a special. */
    String next(long lastId) {
        return "?"
                + (active ? "active=true&" : "")
                + "limit="
                + limit.orElseThrow()
                + "&after="
                + lastId;
    }
}

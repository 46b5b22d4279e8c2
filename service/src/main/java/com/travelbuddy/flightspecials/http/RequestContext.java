package com.travelbuddy.flightspecials.http;

import com.travelbuddy.flightspecials.specials.HeaderUpdate;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerRequestHeaders;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Where a request belongs: its id, and its place in a trace (W3C Trace Context, level 1).
 *
 * @param requestId the caller's X-Request-Id if it is a sound one, else a new one
 * @param traceId 32 hexadecimal digits
 * @param spanId 16 hexadecimal digits, this service's own
 * @param sampled whether the caller records the trace
 * @param tracestate the caller's, or null
 */
record RequestContext(
        String requestId, String traceId, String spanId, boolean sampled, String tracestate) {

    static final HeaderName X_REQUEST_ID = HeaderNames.create("X-Request-Id");
    static final HeaderName TRACEPARENT = HeaderNames.create("traceparent");
    private static final HeaderName TRACESTATE = HeaderNames.create("tracestate");

    private static final Pattern SOUND_ID = Pattern.compile("[A-Za-z0-9._:/+=-]{1,128}");
    private static final Pattern SOUND_TRACESTATE = Pattern.compile("[\\x20-\\x7e]{1,512}");

    /** Of version 00, or of a later one, which may have more parts. */
    private static final Pattern SOUND_TRACEPARENT =
            Pattern.compile(
                    "(00(?=.{53}$)|(?!00|ff)[0-9a-f]{2})"
                            + "-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");

    static RequestContext of(ServerRequestHeaders headers) {
        String requestId =
                headers.first(X_REQUEST_ID)
                        .filter(id -> SOUND_ID.matcher(id).matches())
                        .orElseGet(() -> hex(2));
        String parent = String.join(",", all(headers, TRACEPARENT));
        if (!SOUND_TRACEPARENT.matcher(parent).matches()) {
            return new RequestContext(requestId, hex(2), hex(1), false, null);
        }
        String tracestate = String.join(",", all(headers, TRACESTATE));
        return new RequestContext(
                requestId,
                parent.substring(3, 35),
                hex(1),
                (Character.digit(parent.charAt(54), 16) & 1) == 1,
                SOUND_TRACESTATE.matcher(tracestate).matches() ? tracestate : null);
    }

    private static List<String> all(ServerRequestHeaders headers, HeaderName name) {
        return headers.contains(name) ? headers.get(name).allValues() : List.of();
    }

    /** The header for whatever this request causes. */
    String traceparent() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }

    HeaderUpdate.Origin origin() {
        return new HeaderUpdate.Origin(requestId, traceparent(), tracestate);
    }

    private static String hex(int words) {
        StringBuilder digits = new StringBuilder(words * 16);
        for (int i = 0; i < words; i++) {
            // Zero is not a valid id.
            digits.append(
                    HexFormat.of()
                            .toHexDigits(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)));
        }
        return digits.toString();
    }
}

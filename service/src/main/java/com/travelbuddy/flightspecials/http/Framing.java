package com.travelbuddy.flightspecials.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What Helidon 4.1 lets through and a proxy in front might read otherwise: it is refused, and its
 * connection closed (RFC 9112, sections 3.2, 5.1 and 6.3).
 */
final class Framing {

    private static final HeaderName NAMELESS = HeaderNames.create("");
    private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");
    private static final Pattern HOST = Pattern.compile("[^\\s/?#@\\\\,:\\[\\]]*(:\\d{0,5})?");
    private static final Pattern IPV6_HOST = Pattern.compile("\\[[0-9A-Fa-f:.]+](:\\d{0,5})?");

    private Framing() {}

    /**
     * @throws Problem 400
     */
    static void requireSound(ServerRequest request) {
        ServerRequestHeaders headers = request.headers();
        if (request.prologue().method().text().isEmpty()) {
            throw malformed("method", "must have a name");
        }
        requireHost(headers);
        if (headers.contains(NAMELESS)) {
            throw malformed("header", "must have a name");
        }
        if (headers.contains(HeaderNames.TRANSFER_ENCODING)) {
            if (!headers.get(HeaderNames.TRANSFER_ENCODING)
                    .allValues()
                    .equals(List.of("chunked"))) {
                throw malformed("Transfer-Encoding", "must be chunked or absent");
            }
            if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
                throw malformed("Content-Length", "must be absent beside Transfer-Encoding");
            }
        } else if (headers.contains(HeaderNames.CONTENT_LENGTH)) {
            List<String> lengths = headers.get(HeaderNames.CONTENT_LENGTH).allValues();
            if (lengths.size() != 1 || !LENGTH.matcher(lengths.getFirst()).matches()) {
                throw malformed("Content-Length", "must be one number of bytes");
            }
        }
    }

    private static void requireHost(ServerRequestHeaders headers) {
        List<String> hosts =
                headers.contains(HeaderNames.HOST)
                        ? headers.get(HeaderNames.HOST).allValues()
                        : List.of();
        if (hosts.size() != 1
                || !(HOST.matcher(hosts.getFirst()).matches()
                        || IPV6_HOST.matcher(hosts.getFirst()).matches())) {
            throw malformed("Host", "must be one host with or without a port");
        }
    }

    private static Problem malformed(String field, String rule) {
        return Problem.ofField(Status.BAD_REQUEST_400, "malformed-framing", field, rule)
                .with(HeaderValues.CONNECTION_CLOSE);
    }
}

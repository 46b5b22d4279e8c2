package com.travelbuddy.flightspecials.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The body of a request that must be JSON of a bounded size. */
final class RequestBody {

    private static final int MAX_BYTES = 16 * 1024;

    private static final Set<String> UTF_8 = Set.of("charset=utf-8", "charset=\"utf-8\"");

    private RequestBody() {}

    /**
     * @throws Problem 415 for what is not JSON in UTF-8, 413 for more than {@link #MAX_BYTES},
     *     judged by the announced length or by what has come in so far
     */
    static byte[] read(ServerRequest request) throws IOException {
        requireJson(request.headers());
        if (request.headers().contentLength().orElse(0) > MAX_BYTES) {
            throw tooLarge();
        }
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        byte[] bytes = request.content().inputStream().readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        return bytes;
    }

    private static void requireJson(ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.CONTENT_TYPE)
                || !isJson(headers.get(HeaderNames.CONTENT_TYPE).allValues())) {
            throw Problem.ofField(
                    Status.UNSUPPORTED_MEDIA_TYPE_415,
                    "unsupported-media-type",
                    "Content-Type",
                    "must be application/json in UTF-8");
        }
        if (headers.contains(HeaderNames.CONTENT_ENCODING)) {
            throw encoded();
        }
    }

    private static boolean isJson(List<String> contentTypes) {
        if (contentTypes.size() != 1) {
            return false;
        }
        String[] parts = contentTypes.getFirst().toLowerCase(Locale.ROOT).split(";");
        boolean json = parts.length > 0 && parts[0].strip().equals("application/json");
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            json &= !parameter.startsWith("charset") || UTF_8.contains(parameter);
        }
        return json;
    }

    static Problem encoded() {
        return Problem.ofField(
                Status.UNSUPPORTED_MEDIA_TYPE_415,
                "unsupported-content-encoding",
                "Content-Encoding",
                "must be absent");
    }

    static Problem tooLarge() {
        return Problem.ofField(
                        Status.REQUEST_ENTITY_TOO_LARGE_413,
                        "too-large",
                        "body",
                        "must be at most " + MAX_BYTES + " bytes")
                .with(HeaderValues.CONNECTION_CLOSE);
    }
}

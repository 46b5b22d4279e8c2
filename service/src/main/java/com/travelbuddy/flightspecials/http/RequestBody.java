package com.travelbuddy.flightspecials.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.HttpMediaType;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The body of a request that must be JSON of a bounded size. */
final class RequestBody {

    static final int MAX_BYTES = 16 * 1024;

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
        InputStream body = request.content().inputStream();
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw tooLarge();
        }
        return bytes;
    }

    private static void requireJson(ServerRequestHeaders headers) {
        Optional<HttpMediaType> type = contentType(headers);
        boolean json =
                type.isPresent()
                        && type.get().type().equalsIgnoreCase("application")
                        && type.get().subtype().equalsIgnoreCase("json")
                        && type.get()
                                .charset()
                                .map(charset -> charset.equalsIgnoreCase("utf-8"))
                                .orElse(true);
        if (!json) {
            throw Problem.ofField(
                    Status.UNSUPPORTED_MEDIA_TYPE_415,
                    "unsupported-media-type",
                    "Content-Type",
                    "must be application/json in UTF-8");
        }
        if (headers.contains(HeaderNames.CONTENT_ENCODING)) {
            throw Problem.ofField(
                    Status.UNSUPPORTED_MEDIA_TYPE_415,
                    "unsupported-content-encoding",
                    "Content-Encoding",
                    "must be absent");
        }
    }

    private static Optional<HttpMediaType> contentType(ServerRequestHeaders headers) {
        try {
            return headers.contentType();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Problem tooLarge() {
        return Problem.ofField(
                        Status.REQUEST_ENTITY_TOO_LARGE_413,
                        "too-large",
                        "body",
                        "must be at most " + MAX_BYTES + " bytes")
                .with(HeaderValues.CONNECTION_CLOSE);
    }
}

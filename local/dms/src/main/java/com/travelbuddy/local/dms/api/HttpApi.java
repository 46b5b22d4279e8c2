package com.travelbuddy.local.dms.api;

import com.travelbuddy.local.dms.registry.Registry;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.UUID;

/** The API over HTTP, with {@code GET /health} and {@code PUT /_local/faults} beside it. */
public final class HttpApi {

    static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    static final HeaderName REQUEST_ID = HeaderNames.create("x-amzn-RequestId");

    /** A body of up to this size is read to its end, so that its sender gets an answer. */
    public static final long MOST_READ = 16L * 1024 * 1024;

    private static final int MOST_TAKEN = 1024 * 1024;
    private static final HeaderName TARGET = HeaderNames.create("X-Amz-Target");

    private final Operations operations;

    public HttpApi(Registry registry) {
        this.operations = new Operations(registry);
    }

    public void routing(HttpRouting.Builder routing) {
        routing.any(this::handle);
    }

    private void handle(ServerRequest request, ServerResponse response) {
        Reply reply;
        try {
            reply = reply(request);
        } catch (ApiException e) {
            reply = Reply.of(e);
        }
        boolean close = isAskedToClose(request);
        if (close) {
            response.header(HeaderValues.CONNECTION_CLOSE);
        }
        response.status(Status.create(reply.status()))
                .header(HeaderNames.CONTENT_TYPE, CONTENT_TYPE)
                .header(REQUEST_ID, UUID.randomUUID().toString())
                .send(
                        request.prologue().method().equals(Method.HEAD)
                                ? new byte[0]
                                : Json.bytes(reply.body()));
        if (close) {
            // Helidon 4.1 would leave it open until it has idled out.
            throw new CloseConnectionException("Asked to close");
        }
    }

    private Reply reply(ServerRequest request) {
        String path = request.prologue().uriPath().path();
        byte[] body = body(request);
        Method method = request.prologue().method();
        return switch (path) {
            case "/" -> {
                require(Method.POST, method, path);
                yield operations.answer(request.headers().first(TARGET).orElse(null), body);
            }
            case "/health" -> {
                if (!method.equals(Method.HEAD)) {
                    require(Method.GET, method, path);
                }
                yield new Reply(200, Json.object().put("status", "UP"));
            }
            case "/_local/faults" -> {
                require(Method.PUT, method, path);
                requireLocal(request);
                yield operations.answerFaults(body);
            }
            default ->
                    throw ApiException.of(
                            "UnknownOperationException", 404, "The API is at the path / only.");
        };
    }

    private static void require(Method allowed, Method method, String path) {
        if (!method.equals(allowed)) {
            throw ApiException.of(
                    "UnknownOperationException",
                    405,
                    "The method of %s must be %s.".formatted(path, allowed.text()));
        }
    }

    private static void requireLocal(ServerRequest request) {
        if (!(request.remotePeer().address() instanceof InetSocketAddress address)
                || !address.getAddress().isLoopbackAddress()) {
            throw ApiException.of(
                    "AccessDeniedException", 403, "This is for the server's own machine only.");
        }
    }

    private static byte[] body(ServerRequest request) {
        if (!request.content().hasEntity()) {
            return new byte[0];
        }
        if (request.headers().contains(HeaderNames.CONTENT_ENCODING)) {
            throw ApiException.of(
                    "UnsupportedMediaTypeException", 415, "The body must not be encoded.");
        }
        try (InputStream stream = request.content().inputStream()) {
            byte[] bytes = stream.readNBytes(MOST_TAKEN + 1);
            if (bytes.length > MOST_TAKEN) {
                stream.transferTo(OutputStream.nullOutputStream());
                throw ApiException.of(
                        "RequestEntityTooLargeException",
                        413,
                        "The body must have at most %d bytes.".formatted(MOST_TAKEN));
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAskedToClose(ServerRequest request) {
        return request.headers().contains(HeaderNames.CONNECTION)
                && request.headers().get(HeaderNames.CONNECTION).allValues(true).stream()
                        .anyMatch(
                                option -> option.strip().toLowerCase(Locale.ROOT).equals("close"));
    }
}

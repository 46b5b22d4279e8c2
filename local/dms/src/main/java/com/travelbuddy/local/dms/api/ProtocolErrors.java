package com.travelbuddy.local.dms.api;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

import java.util.UUID;

/** Answers, in AWS's shape, what Helidon refuses before any route sees it. */
public final class ProtocolErrors implements DirectHandler {

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
            String message) {
        // Routes answer for themselves: what fails outside of them is Helidon's parser, on input
        // that it did not expect.
        Status said = status.code() == 500 ? Status.BAD_REQUEST_400 : status;
        Reply reply =
                Reply.of(
                        ApiException.of(
                                "SerializationException",
                                said.code(),
                                "The request is not well-formed HTTP/1.1, or too large."));
        headers.set(HeaderNames.CONTENT_TYPE, HttpApi.CONTENT_TYPE);
        headers.set(HttpApi.REQUEST_ID, UUID.randomUUID().toString());
        // What was half read cannot be the start of another request.
        headers.set(HeaderValues.CONNECTION_CLOSE);
        return TransportResponse.builder()
                .status(said)
                .headers(headers)
                .keepAlive(false)
                .entity(Json.bytes(reply.body()))
                .build();
    }
}

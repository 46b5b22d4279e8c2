package com.travelbuddy.flightspecials.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A client of the service that knows its routes. Safe for use by many threads. */
public final class Client implements AutoCloseable {

    /** No answer for so long is a hang, whatever else is wrong. */
    private static final Duration HANG = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(HANG)
                    .build();

    public HttpResponse<String> get(URI base, String path) throws IOException {
        return send(HttpRequest.newBuilder(base.resolve(path)));
    }

    public HttpResponse<String> update(URI base, long special, String header) throws IOException {
        return send(
                HttpRequest.newBuilder(base.resolve("/flightspecials/" + special + "/header"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"id\":%d,\"flightSpecialHeader\":\"%s\"}"
                                                .formatted(special, header))));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(HANG).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

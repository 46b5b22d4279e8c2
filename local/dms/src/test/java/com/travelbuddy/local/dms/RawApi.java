package com.travelbuddy.local.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** The API without the SDK, which refuses some requests by itself and hides parts of answers. */
final class RawApi implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;

    RawApi(URI server) {
        this.server = server;
    }

    /** An answer as it was sent. */
    record Answer(int status, String body) {

        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException e) {
                throw new IllegalStateException(body, e);
            }
        }

        /** Of the error; empty: it is none. */
        String code() {
            return json().path("__type").asText();
        }
    }

    Answer call(String operation, String request) {
        return send(
                HttpRequest.newBuilder(server)
                        .header("X-Amz-Target", "AmazonDMSv20160101." + operation)
                        .header("Content-Type", "application/x-amz-json-1.1")
                        .POST(HttpRequest.BodyPublishers.ofString(request))
                        .build());
    }

    Answer setFaults(String request) {
        return send(
                HttpRequest.newBuilder(server.resolve("/_local/faults"))
                        .PUT(HttpRequest.BodyPublishers.ofString(request))
                        .build());
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}

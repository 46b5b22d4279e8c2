package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;
import com.travelbuddy.flightspecials.support.RawConnection;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;

/** Which methods a path has, and what it answers to the others. */
final class MethodTest {

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service = InProcessService.start();
        service.newSpecial("London to Prague");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/flightspecials          | GET, HEAD, OPTIONS",
                "/flightspecials/         | GET, HEAD, OPTIONS",
                "/flightspecials/1        | GET, HEAD, OPTIONS",
                "/flightspecials/2        | GET, HEAD, OPTIONS",
                "/flightspecials/1/header | POST, PUT, OPTIONS",
                "/openapi                 | GET, HEAD, OPTIONS"
            })
    void optionsTellsTheMethodsOfAPath(String path, String methods) {
        Answer options = service.send("OPTIONS", path, BodyPublishers.noBody());

        assertThat(options.status()).isEqualTo(204);
        assertThat(options.header("Allow")).isEqualTo(methods);
        assertThat(options.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /flightspecials, 'GET, HEAD, OPTIONS'",
        "PUT, /flightspecials/, 'GET, HEAD, OPTIONS'",
        "DELETE, /flightspecials/1, 'GET, HEAD, OPTIONS'",
        "PATCH, /flightspecials/1, 'GET, HEAD, OPTIONS'",
        "GET, /flightspecials/1/header, 'POST, PUT, OPTIONS'",
        "DELETE, /flightspecials/1/header, 'POST, PUT, OPTIONS'",
        "TRACE, /flightspecials, 'GET, HEAD, OPTIONS'",
        "BREW, /flightspecials/1, 'GET, HEAD, OPTIONS'",
        "POST, /openapi, 'GET, HEAD, OPTIONS'"
    })
    void otherMethodsAreRefusedWithThoseThatThePathHas(String method, String path, String methods) {
        Answer refusal = service.send(method, path, BodyPublishers.ofString("{}"));

        refusal.refusedWith(405, "method-not-allowed")
                .naming("method", "must be one of " + methods);
        assertThat(refusal.header("Allow")).isEqualTo(methods);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/flightspecial",
                "/flightspecials/1/",
                "/flightspecials/1/body",
                "/flightspecials/1/header/",
                "/flightspecials/1/header/x",
                "/FlightSpecials",
                "/favicon.ico",
                "/openapi/x",
                "/openapi/ui"
            })
    void elsewhereThereIsNothing(String path) {
        service.get(path).refusedWith(404, "unknown-route").naming("path", "must be");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health/live",
                "/health/ready",
                "/health/started",
                "/metrics",
                "/observe/health",
                "/observe/metrics"
            })
    void healthAndMetricsAreNotOnThePublicPort(String path) {
        service.get(path).refusedWith(404, "unknown-route");
    }

    @ParameterizedTest
    @CsvSource({
        "/flightspecials, 200",
        "/flightspecials/, 200",
        "/flightspecials?limit=1, 200",
        "/flightspecials?active=true, 200",
        "/flightspecials/1, 200",
        "/openapi, 200",
        "/flightspecials/2, 404",
        "/flightspecials/x, 400",
        "/flightspecials?limit=0, 400",
        "/nothing, 404"
    })
    void headIsGetWithoutTheBody(String path, int status) throws IOException {
        Answer get = service.get(path, "X-Request-Id", "same");
        try (RawConnection connection = service.connect()) {
            String head = "HEAD " + path + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: same\r\n\r\n";
            Answer first = connection.send(head).read("HEAD");
            // Were there a body, it would be where the second answer starts.
            Answer second = connection.send(head).read("HEAD");

            assertThat(first.status()).isEqualTo(status).isEqualTo(get.status());
            assertThat(first.header("Content-Length")).isEqualTo(get.header("Content-Length"));
            assertThat(first.header("Content-Type")).isEqualTo(get.header("Content-Type"));
            assertThat(first.header("ETag")).isEqualTo(get.header("ETag"));
            assertThat(second.status()).isEqualTo(status);
        }
    }

    @Test
    void headOfAPathWithoutGetIsRefusedWithoutABody() throws IOException {
        try (RawConnection connection = service.connect()) {
            String head = "HEAD /flightspecials/1/header HTTP/1.1\r\nHost: x\r\n\r\n";

            assertThat(connection.send(head).read("HEAD").status()).isEqualTo(405);
            assertThat(connection.send(head).read("HEAD").status()).isEqualTo(405);
        }
    }
}

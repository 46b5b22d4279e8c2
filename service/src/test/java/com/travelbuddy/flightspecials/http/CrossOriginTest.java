package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;
import com.travelbuddy.flightspecials.support.RawConnection;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.Map;

/** Pages of other origins, such as the UI's. */
final class CrossOriginTest {

    private static final String UI = "https://ui.example";

    private static Answer request(
            InProcessService service, String method, String path, String origin, String... more)
            throws IOException {
        try (RawConnection connection = service.connect()) {
            StringBuilder request =
                    new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
            if (origin != null) {
                request.append("Origin: ").append(origin).append("\r\n");
            }
            for (String header : more) {
                request.append(header).append("\r\n");
            }
            return connection.send(request + "\r\n").read(method);
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    final class WithAnyOriginAllowed {

        private InProcessService service;

        @BeforeAll
        void start() {
            service = InProcessService.start();
            service.newSpecial("London to Prague");
        }

        @AfterAll
        void stop() {
            service.close();
        }

        @ParameterizedTest
        @CsvSource({
            "GET, /flightspecials, 200",
            "GET, /flightspecials/, 200",
            "HEAD, /flightspecials/1, 200",
            "GET, /openapi, 200",
            "GET, /flightspecials/x, 400",
            "GET, /flightspecials/99, 404",
            "GET, /nothing, 404",
            "DELETE, /flightspecials, 405",
            "POST, /flightspecials/1/header, 415"
        })
        void answersAndRefusalsCanBeRead(String method, String path, int status)
                throws IOException {
            Answer answer = request(service, method, path, UI);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(answer.header("Access-Control-Expose-Headers").split(", "))
                    .contains("ETag", "Link", "Retry-After", "X-Request-Id");
            assertThat(answer.header("Access-Control-Allow-Credentials")).isNull();
            assertThat(answer.header("Vary")).isEqualTo("Origin");
        }

        @Test
        void notModifiedCanBeRead() throws IOException {
            Answer answer =
                    request(service, "GET", "/flightspecials/1", UI, "If-None-Match: \"1\"");

            assertThat(answer.status()).isEqualTo(304);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        }

        @ParameterizedTest
        @CsvSource({
            "/flightspecials, GET, 'GET, HEAD, OPTIONS'",
            "/flightspecials/1, GET, 'GET, HEAD, OPTIONS'",
            "/flightspecials/1/header, POST, 'POST, PUT, OPTIONS'",
            "/flightspecials/1/header, PUT, 'POST, PUT, OPTIONS'",
            "/flightspecials/1, DELETE, 'GET, HEAD, OPTIONS'",
            "/openapi, GET, 'GET, HEAD, OPTIONS'"
        })
        void aPreflightIsToldWhatIsAllowed(String path, String method, String methods)
                throws IOException {
            Answer answer =
                    request(
                            service,
                            "OPTIONS",
                            path,
                            UI,
                            "Access-Control-Request-Method: " + method,
                            "Access-Control-Request-Headers: content-type,if-match");

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
            assertThat(answer.header("Access-Control-Allow-Methods")).isEqualTo(methods);
            assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("*");
            assertThat(answer.header("Access-Control-Max-Age")).isEqualTo("3600");
        }

        @Test
        void optionsWithoutARequestedMethodIsNoPreflight() throws IOException {
            Answer answer = request(service, "OPTIONS", "/flightspecials", UI);

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.header("Access-Control-Allow-Methods")).isNull();
        }

        @Test
        void clientsThatAreNoPagesAreNotBothered() throws IOException {
            Answer answer = request(service, "GET", "/flightspecials", null);

            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "null", "x", ":", "http://", "a\tb", "http://a:b", "http://ä"})
        void oddOriginsDoNoHarm(String origin) throws IOException {
            assertThat(request(service, "GET", "/flightspecials/1", origin).status())
                    .isEqualTo(200);
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    final class WithSomeOriginsAllowed {

        private InProcessService service;

        @BeforeAll
        void start() {
            service =
                    InProcessService.start(
                            Map.of("CORS_ALLOWED_ORIGINS", UI + ",http://localhost:3000"));
            service.newSpecial("London to Prague");
        }

        @AfterAll
        void stop() {
            service.close();
        }

        @ParameterizedTest
        @ValueSource(strings = {UI, "http://localhost:3000"})
        void theirPagesCanReadAnswers(String origin) throws IOException {
            Answer answer = request(service, "GET", "/flightspecials/1", origin);

            assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(origin);
            assertThat(answer.header("Vary")).isEqualTo("Origin");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://evil.example",
                    "http://ui.example",
                    "https://ui.example.evil.example",
                    "https://ui.example:8443",
                    "https://UI.example",
                    "null",
                    "*"
                })
        void otherPagesCannot(String origin) throws IOException {
            Answer answer = request(service, "GET", "/flightspecials/1", origin);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
            // Or a cache would give them what it has stored for the others.
            assertThat(answer.header("Vary")).isEqualTo("Origin");
        }

        @Test
        void theirPreflightsFail() throws IOException {
            Answer answer =
                    request(
                            service,
                            "OPTIONS",
                            "/flightspecials/1/header",
                            "https://evil.example",
                            "Access-Control-Request-Method: POST");

            assertThat(answer.header("Access-Control-Allow-Origin")).isNull();
            assertThat(answer.header("Access-Control-Allow-Methods")).isNull();
        }

        @Test
        void cachesLearnThatAnswersDifferByOrigin() throws IOException {
            assertThat(request(service, "GET", "/flightspecials/1", null).header("Vary"))
                    .isEqualTo("Origin");
        }
    }
}

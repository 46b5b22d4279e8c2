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

/** Where a request begins and ends, how large it may be, and what becomes of its connection. */
final class FramingTest {

    private static final String GET = "GET /flightspecials/1 HTTP/1.1\r\nHost: x\r\n";
    private static final String POST =
            "POST /flightspecials/1/header HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    private static final String BODY = "{\"flightSpecialHeader\":\"abc\"}";
    private static final String LENGTH = "Content-Length: 29\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

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

    /** Escapes as in Java, so that tables can hold any byte. */
    private static String bytes(String escaped) {
        return escaped.translateEscapes();
    }

    @Test
    void requestsOfOneConnectionAreAnsweredInTurn() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(
                    GET
                            + "\r\n"
                            + POST
                            + LENGTH
                            + "\r\n"
                            + BODY
                            + "GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n"
                            + POST
                            + CHUNKED
                            + "\r\n1d\r\n"
                            + BODY
                            + "\r\n0\r\n\r\n"
                            + "DELETE /flightspecials HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                            + GET
                            + "\r\n");

            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.read().body()).startsWith("{\"resultCode\":\"Y\"");
            assertThat(connection.read().status()).isEqualTo(404);
            assertThat(connection.read().body()).startsWith("{\"resultCode\":\"Y\"");
            assertThat(connection.read().status()).isEqualTo(405);
            assertThat(connection.read().body()).contains("\"header\":\"abc\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "29\\r\\n                               | 0\\r\\n\\r\\n",
                "1d;name=value\\r\\n                    | 0\\r\\n\\r\\n",
                "1D ; a=\"b\"\\r\\n                     | 0;last\\r\\n\\r\\n",
                "0000001d\\r\\n                         | 000\\r\\n\\r\\n",
                "1d\\r\\n                               | 0\\r\\nTrailer: value\\r\\n\\r\\n"
            })
    void chunksMayHaveExtensionsAndTrailers(String size, String end) throws IOException {
        String exact = size.startsWith("29") ? "1d\r\n" : bytes(size);
        try (RawConnection connection = service.connect()) {
            connection.send(
                    POST + CHUNKED + "\r\n" + exact + BODY + "\r\n" + bytes(end) + GET + "\r\n");

            assertThat(connection.read().body()).startsWith("{\"resultCode\":\"Y\"");
            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @Test
    void aBodyMayComeByteByByte() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + CHUNKED + "\r\n");
            for (char c : BODY.toCharArray()) {
                connection.send("1\r\n" + c + "\r\n");
            }

            assertThat(connection.send("0\r\n\r\n").read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 29\\r\\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\\r\\nContent-Length: 29",
                "Content-Length: 29\\r\\nContent-Length: 29",
                "Content-Length: 29\\r\\nContent-Length: 5",
                "Content-Length: 29, 29",
                "Content-Length: 2 9",
                "Content-Length: -5",
                "Content-Length: +5",
                "Content-Length: 0x1d",
                "Content-Length: 99999999999999999999",
                "Content-Length: ",
                "Content-Length: x",
                "Content-Length : 29",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, identity",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: Chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: \\13chunked",
                "Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked",
                "Transfer-Encoding:",
                "Transfer-Encoding : chunked",
                " Transfer-Encoding: chunked"
            })
    void whatAProxyMightFrameOtherwiseIsRefusedAndTheConnectionClosed(String framing)
            throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + bytes(framing) + "\r\n\r\n" + BODY);
            Answer answer = connection.read();

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(answer.json().get("field").textValue()).isNotBlank();
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\\r\\n",
                "-1\\r\\n",
                "+1d\\r\\n",
                "0x1d\\r\\n",
                "\\r\\n",
                " 1d\\r\\n",
                "1d\\n",
                "fffffffffffffffffffff\\r\\n",
                "1d\\r\\n{\"flightSpecialHeader\":\"abc\"}XX0\\r\\n\\r\\n",
                "5\\r\\n{\"flightSpecialHeader\":\"abc\"}\\r\\n0\\r\\n\\r\\n",
                ";\\r\\n"
            })
    void chunksThatAreNoneAreRefused(String chunks) throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + CHUNKED + "\r\n" + bytes(chunks) + BODY + "\r\n0\r\n\r\n");
            Answer answer = connection.read();

            answer.refusedWith(400, "malformed-request").naming("request", "must be well-formed");
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void aChunkSizeOfEndlessDigitsIsRefusedBeforeItsEnd() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + CHUNKED + "\r\n" + "0".repeat(10_000));

            connection.read().refusedWith(400, "malformed-request");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"16385", "2000000", "9999999999", "999999999999999999"})
    void aLengthOverTheLimitIsRefusedBeforeTheBody(String length) throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + "Content-Length: " + length + "\r\n\r\n");

            connection
                    .read()
                    .refusedWith(413, "too-large")
                    .naming("body", "must be at most 16384 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"7fffffff", "ffffffff", "1000001"})
    void aHugeChunkIsRefusedBeforeItComes(String size) throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + CHUNKED + "\r\n" + size + "\r\n");

            connection.read().refusedWith(413, "too-large");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 2_000_000})
    void aClientThatSendsTooMuchGetsToReadTheRefusal(int length) {
        byte[] body = new byte[length];

        service.update(1, body).refusedWith(413, "too-large");
        service.send(
                        "POST",
                        "/flightspecials/1/header",
                        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)),
                        "Content-Type",
                        "application/json")
                .refusedWith(413, "too-large");
    }

    @Test
    void aClientThatSendsBeforeItReadsGetsToReadTheRefusalOfTwoMegabytes() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + "Content-Length: 2000000\r\n\r\n").send(new byte[2_000_000]);

            connection.read().refusedWith(413, "too-large");
            assertThat(connection.isClosed()).isTrue();
        }
        try (RawConnection connection = service.connect()) {
            connection
                    .send(POST + CHUNKED + "\r\n1e8480\r\n")
                    .send(new byte[2_000_000])
                    .send("\r\n0\r\n\r\n");

            connection.read().refusedWith(413, "too-large");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void sixteenKibibytesAreNotTooMuch() {
        String padding = " ".repeat(16 * 1024 - BODY.length());

        assertThat(service.update(1, BODY + padding).status()).isEqualTo(200);
        service.update(1, BODY + padding + " ").refusedWith(413, "too-large");
    }

    @Test
    void aClientThatAsksIsToldToContinue() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + LENGTH + "Expect: 100-continue\r\n\r\n");
            assertThat(connection.read().status()).isEqualTo(100);

            assertThat(connection.send(BODY).read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/flightspecials/1/header, application/json, 2000000, 413",
        "/flightspecials/1/header, text/plain, 29, 415",
        "/flightspecials/x/header, application/json, 29, 400",
        "/nothing, application/json, 29, 404",
        "/flightspecials, application/json, 29, 405"
    })
    void aClientThatAsksIsRefusedWithoutBeingToldToContinue(
            String path, String type, int length, int status) throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(
                    "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
                            .formatted(path, type, length));

            assertThat(connection.read().status()).isEqualTo(status);
            // The body that may be under way must not pass for a request.
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /flightspecials/1 HTTP/1.1\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: a\\r\\nHost: a\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: a b\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: a:port\\r\\nOrigin: http://a\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: a/b\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: a@b\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: x\\r\\n: nameless\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: x\\r\\nno colon\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: x\\r\\na b: c\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: x\\r\\na: b\\r\\n folded\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\r\\nHost: x\\r\\na: b\\0c\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.1\\nHost: x\\n\\n",
                "GET /flightspecials/1 HTTP/1.0\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/1.2\\r\\nHost: x\\r\\n\\r\\n",
                "GET /flightspecials/1 HTTP/2.0\\r\\nHost: x\\r\\n\\r\\n",
                "GET /flightspecials/1 http/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET /flightspecials/1\\r\\nHost: x\\r\\n\\r\\n",
                "GET  /flightspecials/1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET /flightspecials /1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET  HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET\\r\\n\\r\\n",
                " / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "G@T / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET /flightspecials/1\\0 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET /flightspecials/%zz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET /flightspecials/% HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "GET /flightspecials\\\\1 HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n",
                "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n",
                "\\26\\3\\1\\2\\0\\1\\0\\1\\374\\3\\3\\r\\n\\r\\n"
            })
    void whatIsNotHttpIsRefusedAndTheConnectionClosed(String request) throws IOException {
        try (RawConnection connection = service.connect()) {
            Answer answer = connection.send(bytes(request)).read();

            assertThat(answer.status()).as(answer.body()).isEqualTo(400);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.json().get("rule").textValue()).isNotBlank();
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "x:8080", "[::1]:8080", "[::1]", "127.0.0.1:80", "x.example", ""})
    void aHostIsAName(String host) throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send("GET /flightspecials/1 HTTP/1.1\r\nHost: " + host + "\r\n\r\n");

            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @Test
    void theWholeUriMayBeSent() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send("GET http://x/flightspecials/1?a=b HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(connection.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/flightspecials/../flightspecials/1, 200",
        "/../../../etc/passwd, 404",
        "/flightspecials/%2e%2e/%2e%2e/etc/passwd, 404",
        "/flightspecials/..%2f..%2fetc%2fpasswd, 404",
        "//evil.example/flightspecials, 404",
        "/flightspecials/1;a=b, 200",
        "/flightspecials/%ff, 400",
        "/flightspecials?limit=%zz, 400",
        "/flightspecials?%zz=1, 200",
        "/flightspecials?%=%, 400",
        "/flightspecials?%c0%af, 200",
        "/flightspecials?&&==&, 200",
        "*, 404",
        "flightspecials/1, 404"
    })
    void oddPathsAndQueriesAreAnsweredInGoodOrder(String target, int status) throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send("GET " + target + " HTTP/1.1\r\nHost: x\r\n\r\n");

            Answer answer = connection.read();
            assertThat(answer.status()).as(answer.body()).isEqualTo(status);
            assertThat(connection.send(GET + "\r\n").read().status()).isEqualTo(200);
        }
    }

    @Test
    void aLongPathIsRefused() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");

            connection
                    .read()
                    .refusedWith(414, "too-long")
                    .naming("request line", "must be at most");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void longAndManyHeadersAreRefused() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(GET + "a: " + "b".repeat(20_000) + "\r\n\r\n");

            connection.read().refusedWith(431, "too-large").naming("headers", "must be at most");
        }
        try (RawConnection connection = service.connect()) {
            connection.send(GET + "a: b\r\n".repeat(5_000) + "\r\n");

            connection.read().refusedWith(431, "too-large").naming("headers", "must be at most");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "Close", "CLOSE", "keep-alive, close", "close, te", " close "})
    void aConnectionThatTheClientWantsClosedIsClosed(String option) throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(GET + "Connection: " + option + "\r\n\r\n");
            Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void aConnectionIsClosedAfterRefusalsAndPreflightsTooIfTheClientWants() throws IOException {
        for (String start :
                new String[] {
                    "GET /nothing",
                    "OPTIONS /flightspecials",
                    "GET /openapi",
                    "HEAD /flightspecials"
                }) {
            try (RawConnection connection = service.connect()) {
                connection.send(start + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");

                connection.read(start.substring(0, start.indexOf(' ')));
                assertThat(connection.isClosed()).isTrue();
            }
        }
    }

    @Test
    void aClientThatHasSaidItAllIsAnswered() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(GET + "\r\n" + GET + "\r\n").endOfRequests();

            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.read().status()).isEqualTo(200);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "G",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\\r\\nHo",
                "GET / HTTP/1.1\\r\\nHost: x\\r\\n",
                ""
            })
    void halfARequestWithNothingToFollowEndsTheConnection(String half) throws IOException {
        try (RawConnection connection = service.connect()) {
            String answer = connection.send(bytes(half)).endOfRequests().readToEnd();

            assertThat(answer).matches("(?s)|HTTP/1\\.1 400 .*");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 100\\r\\n\\r\\n{",
                "Transfer-Encoding: chunked\\r\\n\\r\\n1d\\r\\n{"
            })
    void halfABodyWithNothingToFollowIsRefused(String half) throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + bytes(half)).endOfRequests();

            connection.read().refusedWith(400, "malformed-request");
            assertThat(connection.isClosed()).isTrue();
        }
    }
}

package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.RawConnection;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Requests that nobody would think of: never a 500, never internals, never a connection that hangs,
 * and the service goes on. {@code -Dfuzz.seed} repeats a run, {@code -Dfuzz.count} makes it longer.
 */
final class FuzzTest {

    private static final long SEED = Long.getLong("fuzz.seed", 20_260_101);
    private static final int COUNT = Integer.getInteger("fuzz.count", 600);

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final Pattern INTERNALS =
            Pattern.compile(
                    "Exception|\\tat |io\\.helidon|java\\.(base|lang|util|io)|org\\.postgresql|com\\.travelbuddy|SQLState|SELECT|flightspecial_outbox");

    private static final List<String> REQUESTS =
            List.of(
                    "GET /flightspecials HTTP/1.1\r\nHost: x\r\n\r\n",
                    "GET /flightspecials?active=true&limit=2&after=1 HTTP/1.1\r\nHost: x\r\nAccept: application/json;q=0.9, */*\r\n\r\n",
                    "GET /flightspecials/1 HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"1\", W/\"2\"\r\nX-Request-Id: a\r\n\r\n",
                    "HEAD /flightspecials/2 HTTP/1.1\r\nHost: x:80\r\ntraceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\ntracestate: a=b\r\n\r\n",
                    "OPTIONS /flightspecials/1/header HTTP/1.1\r\nHost: x\r\nOrigin: http://y\r\nAccess-Control-Request-Method: POST\r\n\r\n",
                    "GET /openapi?format=json HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nConnection: keep-alive\r\n\r\n",
                    "POST /flightspecials/1/header HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 36\r\nIf-Match: *\r\n\r\n{\"id\":1,\"flightSpecialHeader\":\"abc\"}",
                    "PUT /flightspecials/2/header HTTP/1.1\r\nHost: x\r\nContent-Type: application/json; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n1d\r\n{\"flightSpecialHeader\":\"\\u20ac\r\n2\r\n\"}\r\n0\r\n\r\n",
                    "POST /flightspecials/1/header HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 29\r\n\r\n{\"flightSpecialHeader\":\"xyz\"}");

    private static final List<String> MORSELS =
            List.of(
                    "\r\n",
                    "\n",
                    "\r",
                    "\r\n\r\n",
                    "\0",
                    " ",
                    "\t",
                    ":",
                    ";",
                    ",",
                    "\"",
                    "\\",
                    "/",
                    "//",
                    "..",
                    "/../",
                    "%",
                    "%00",
                    "%zz",
                    "%2e%2e%2f",
                    "%ff",
                    "?",
                    "#",
                    "&",
                    "=",
                    "*",
                    "0",
                    "-1",
                    "+5",
                    "1e9",
                    "99999999999999999999",
                    "7fffffff",
                    "\u00ff",
                    "\u00c0\u00af",
                    "\u00ed\u00a0\u0080",
                    "{",
                    "}",
                    "[",
                    "]",
                    "null",
                    "\\ud800",
                    "Content-Length: 5\r\n",
                    "Content-Length: -1\r\n",
                    "Content-Length: 9999999\r\n",
                    "Transfer-Encoding: chunked\r\n",
                    "Transfer-Encoding: gzip, chunked\r\n",
                    "Connection: close\r\n",
                    "Connection: upgrade\r\nUpgrade: h2c\r\n",
                    "Expect: 100-continue\r\n",
                    "Host: y\r\n",
                    "Accept: ;;q=\r\n",
                    "If-Match: \"\r\n",
                    "Content-Encoding: gzip\r\n",
                    "Origin: \r\n",
                    "Range: bytes=0-1\r\n",
                    "Content-Type: a;b;c=\"\r\n",
                    ": x\r\n",
                    "GET",
                    "get",
                    "HTTP/1.0",
                    "HTTP/9.9",
                    "http://",
                    "[::1]",
                    "a".repeat(3_000),
                    "[".repeat(2_000),
                    "0\r\n\r\n",
                    "ffffffff\r\n");

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service = InProcessService.start();
        service.newSpecial("One");
        service.newSpecial("Two");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void noRequestGetsInternalsOrHangsOrHarms() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < COUNT; i++) {
            byte[] request = mutated(random).getBytes(StandardCharsets.ISO_8859_1);
            String what =
                    "-Dfuzz.seed=%d, request %d: %s"
                            .formatted(SEED, i, new String(request, StandardCharsets.ISO_8859_1));
            String answers = answers(request, random);

            List<Integer> statuses =
                    STATUS_LINE
                            .matcher(answers)
                            .results()
                            .map(status -> Integer.valueOf(status.group(1)))
                            .toList();
            assertThat(statuses).as(what + "\n\n" + answers).allMatch(status -> status < 500);
            assertThat(INTERNALS.matcher(answers).results().map(MatchResult::group))
                    .as(what + "\n\n" + answers)
                    .isEmpty();
            if (i % 50 == 0) {
                assertThat(service.get("/flightspecials").ids()).as(what).containsExactly(1L, 2L);
            }
        }
        assertThat(service.get("/flightspecials").ids()).containsExactly(1L, 2L);
    }

    private static String answers(byte[] request, Random random) throws IOException {
        try (RawConnection connection = service.connect()) {
            try {
                int cut = random.nextInt(4) == 0 ? random.nextInt(request.length + 1) : 0;
                connection.send(java.util.Arrays.copyOfRange(request, 0, cut));
                connection.send(java.util.Arrays.copyOfRange(request, cut, request.length));
                connection.endOfRequests();
            } catch (SocketException _) {
                // Refused and closed before all of it was sent.
            }
            return connection.readToEnd();
        }
    }

    private static String mutated(Random random) {
        StringBuilder request = new StringBuilder(pick(REQUESTS, random));
        if (random.nextInt(5) == 0) {
            request.append(pick(REQUESTS, random));
        }
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(request.length() + 1);
            int end = Math.min(request.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> request.insert(at, pick(MORSELS, random));
                case 1 -> request.replace(at, end, pick(MORSELS, random));
                case 2 -> request.delete(at, end);
                case 3 -> request.insert(at, request.substring(at, end));
                case 4 -> request.insert(at, (char) random.nextInt(256));
                default -> insertLine(request, random);
            }
        }
        return request.toString();
    }

    /** Most morsels are headers, which do most where headers are. */
    private static void insertLine(StringBuilder request, Random random) {
        int line = request.indexOf("\r\n");
        request.insert(line < 0 ? 0 : line + 2, pick(MORSELS, random));
    }

    private static String pick(List<String> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}

package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.RawConnection;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Clients that fall silent, wherever they are: they do not hold a connection for ever. */
final class SilentClientTest {

    private static final String GET = "GET /flightspecials HTTP/1.1\r\nHost: x\r\n";
    private static final String POST =
            "POST /flightspecials/1/header HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service =
                InProcessService.start(
                        Map.of("HTTP_IDLE_TIMEOUT", "1s", "HTTP_MAX_CONCURRENT_REQUESTS", "1"));
        service.execute(
                "INSERT INTO travelbuddy.flightspecial (header, body, cost, expiry_date)"
                        + " SELECT repeat('x', 255), repeat('x', 255), 1, '2999-01-01' FROM generate_series(1, 50000)");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void connectionsThatFallSilentAreClosedWithoutAWord() throws IOException {
        String[] starts = {"", "GET /fl", GET, GET + "Accept: ", POST + "Content-Length: 29\r\n"};
        List<RawConnection> connections = new ArrayList<>();
        for (String start : starts) {
            connections.add(service.connect().send(start));
        }
        for (RawConnection connection : connections) {
            try (connection) {
                assertThat(connection.readToEnd()).isEmpty();
            }
        }
    }

    @Test
    void aConnectionThatFallsSilentBetweenRequestsIsClosedWithoutAWord() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send("HEAD /flightspecials?limit=1 HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.read("HEAD").status()).isEqualTo(200);

            assertThat(connection.readToEnd()).isEmpty();
        }
    }

    @Test
    void halfABodyHoldsTheOnlyPlaceForOthersNotForEver() throws IOException {
        for (String framing :
                new String[] {
                    "Content-Length: 29\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\n1d\r\n{"
                }) {
            try (RawConnection connection = service.connect()) {
                connection.send(POST + framing);

                awaitPlace();
                assertThat(connection.readToEnd()).isEmpty();
            }
        }
    }

    @Test
    void aBodyThatTricklesInHoldsTheOnlyPlaceForOthersNotForEver() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(POST + "Content-Length: 10000\r\n\r\n");

            await().atMost(Duration.ofSeconds(15))
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> isRefused(connection));
            awaitPlace();
        }
    }

    private static boolean isRefused(RawConnection connection) {
        try {
            connection.send(" ");
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsTheOnlyPlaceForOthersNotForEver() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection.send(GET + "\r\n");
            assertThat(connection.read(1)).isEqualTo("H");

            awaitPlace();
        }
    }

    private static void awaitPlace() {
        await().atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(100))
                .untilAsserted(
                        () ->
                                assertThat(service.get("/flightspecials?limit=1").status())
                                        .isEqualTo(200));
    }
}

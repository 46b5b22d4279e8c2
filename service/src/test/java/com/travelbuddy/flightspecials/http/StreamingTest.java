package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;
import com.travelbuddy.flightspecials.support.RawConnection;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Lists without a limit, which are read and sent in chunks of a thousand. */
final class StreamingTest {

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service = InProcessService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @BeforeEach
    void empty() {
        service.execute("TRUNCATE travelbuddy.flightspecial RESTART IDENTITY");
    }

    /**
     * Expiry goes against the ids, so that the two orders differ; groups of three expire together.
     */
    private static String insert(int count) {
        return "INSERT INTO travelbuddy.flightspecial (header, body, cost, expiry_date)"
                + " SELECT 'Special ' || n, repeat('b', 100), n, timestamp '2999-01-01' - (n / 3) * INTERVAL '1 second'"
                + " FROM generate_series(1, "
                + count
                + ") AS n";
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 999, 1000, 1001, 1999, 2000, 2001, 5000})
    void allSpecialsAreListedInOrderWhateverTheirNumber(int count) {
        service.execute(insert(count));

        assertThat(service.get("/flightspecials").ids())
                .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        List<Long> active = service.get("/flightspecials?active=true").ids();
        assertThat(active).hasSize(count).doesNotHaveDuplicates();
        assertThat(active)
                .isSortedAccordingTo(
                        (a, b) -> a / 3 == b / 3 ? Long.compare(a, b) : Long.compare(b / 3, a / 3));
    }

    @Test
    void aStreamedListCanStartAfterASpecial() {
        service.execute(insert(2500));

        assertThat(service.get("/flightspecials?after=400").ids())
                .isEqualTo(LongStream.rangeClosed(401, 2500).boxed().toList());
    }

    @Test
    void aShortListHasATagAndALengthALongOneHasNeither() throws IOException {
        service.execute(insert(1000));
        Answer whole = service.get("/flightspecials");
        assertThat(whole.header("ETag")).isNotNull();
        assertThat(whole.header("Content-Length")).isNotNull();

        service.newSpecial("One more");
        Answer streamed = service.get("/flightspecials");
        assertThat(streamed.header("ETag")).isNull();
        assertThat(streamed.header("Content-Length")).isNull();
        assertThat(streamed.header("Link")).isNull();
        assertThat(streamed.header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void headOfAStreamedListTellsItsLength() throws IOException {
        service.execute(insert(2001));
        String body = service.get("/flightspecials").body();

        try (RawConnection connection = service.connect()) {
            String head = "HEAD /flightspecials HTTP/1.1\r\nHost: x\r\n\r\n";
            assertThat(connection.send(head).read("HEAD").header("Content-Length"))
                    .isEqualTo(String.valueOf(body.length()));
            assertThat(connection.send(head).read("HEAD").status()).isEqualTo(200);
        }
    }

    @Test
    void aStreamedListIsWholeWhenTheConnectionIsToBeClosed() throws IOException {
        service.execute(insert(2001));

        try (RawConnection connection = service.connect()) {
            Answer list =
                    connection
                            .send(
                                    "GET /flightspecials HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                            .read();
            assertThat(list.ids()).hasSize(2001);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void anotherRequestMayFollowAStreamedList() throws IOException {
        service.execute(insert(1001));

        try (RawConnection connection = service.connect()) {
            String get = "GET /flightspecials HTTP/1.1\r\nHost: x\r\n\r\n";
            connection.send(get + get);
            assertThat(connection.read().ids()).hasSize(1001);
            assertThat(connection.read().ids()).hasSize(1001);
        }
    }

    @Test
    void aClientThatLeavesInTheMiddleHarmsNobody() throws IOException {
        service.execute(insert(5000));
        for (int i = 0; i < 20; i++) {
            try (RawConnection connection = service.connect()) {
                connection.send("GET /flightspecials HTTP/1.1\r\nHost: x\r\n\r\n").read(1);
            }
        }

        assertThat(service.get("/flightspecials").ids()).hasSize(5000);
    }

    @Test
    void aListThatCannotBeContinuedIsCutSoThatTheClientNotices() throws IOException {
        service.execute(insert(50_000));
        try (RawConnection connection = service.connect()) {
            connection.send("GET /flightspecials?active=true HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(connection.read(1)).isEqualTo("H");

            service.execute("TRUNCATE travelbuddy.flightspecial");

            assertThat(connection.readToEnd())
                    .startsWith("TTP/1.1 200 OK\r\n")
                    .doesNotEndWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void aMillionSpecialsFitThroughASmallHeap() throws Exception {
        String database = Servers.newDatabase();
        Map<String, String> environment =
                new HashMap<>(ServiceEnvironment.of(Servers.postgres(), database, "127.0.0.1:1"));
        environment.put("DB_SAMPLE_DATA", "false");
        environment.put("HTTP_DRAIN_TIMEOUT", "0s");
        // Its heap, of 256 MB, holds but a part of the list's 250 MB, which are more as objects.
        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess process = ServiceProcess.start(environment)) {
            insertAMillion(database);
            HttpResponse<InputStream> list =
                    client.send(
                            HttpRequest.newBuilder(process.uri().resolve("/flightspecials"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());

            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(countInOrder(list.body())).isEqualTo(1_000_000);
            assertThat(process.log()).doesNotContain("OutOfMemory", " ERROR ");
        }
    }

    private static void insertAMillion(String database) throws SQLException {
        try (Connection connection = Servers.postgres().connect(database);
                Statement statement = connection.createStatement()) {
            // What the list by id does not need only makes the insertion slower.
            statement.execute("DROP INDEX travelbuddy.flightspecial_expiry");
            statement.execute("ALTER TABLE travelbuddy.flightspecial SET UNLOGGED");
            statement.execute(insert(1_000_000));
        }
    }

    private static long countInOrder(InputStream body) throws IOException {
        long count = 0;
        try (JsonParser json = Json.FACTORY.createParser(body)) {
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                if (token == JsonToken.FIELD_NAME && json.currentName().equals("id")) {
                    count++;
                    if (json.nextLongValue(-1) != count) {
                        throw new AssertionError("Special " + count + " is missing");
                    }
                }
            }
        }
        return count;
    }
}

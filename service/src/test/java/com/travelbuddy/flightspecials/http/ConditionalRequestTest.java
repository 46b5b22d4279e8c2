package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;
import com.travelbuddy.flightspecials.support.RawConnection;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/**
 * Validators and the conditions that clients make of them: If-None-Match on reads, If-Match on
 * updates.
 */
final class ConditionalRequestTest {

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service = InProcessService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String path(long id) {
        return "/flightspecials/" + id;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"1\"",
                "W/\"1\"",
                "*",
                " * ",
                "\"0\", \"1\"",
                "\"other\",W/\"1\",\"2\"",
                "\"a,b\", \"1\"",
                "\"\",\"1\""
            })
    void aRepresentationThatTheClientHasIsNotSentAgain(String tags) {
        long id = service.newSpecial("London to Prague");

        Answer answer = service.get(path(id), "If-None-Match", tags);

        assertThat(answer.status()).isEqualTo(304);
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-cache");
        assertThat(answer.header("Content-Type")).isNull();
        assertThat(answer.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"2\"", "\"0\"", "\"01\"", "\"\"", "\"1\\\"", "\"list-1\"", "\"W/1\""})
    void anotherOneIsSent(String tags) {
        long id = service.newSpecial("London to Prague");

        assertThat(service.get(path(id), "If-None-Match", tags).status()).isEqualTo(200);
    }

    @Test
    void conditionsOfSeveralLinesAreOneList() {
        long id = service.newSpecial("London to Prague");

        assertThat(
                        service.get(path(id), "If-None-Match", "\"7\"", "If-None-Match", "\"1\"")
                                .status())
                .isEqualTo(304);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1", "\"1", "1\"", "w/\"1\"", "\"1\" \"2\"", "*, \"1\"", "W/1", "\"1\"x"})
    void malformedConditionsAreRefused(String tags) {
        long id = service.newSpecial("London to Prague");

        service.get(path(id), "If-None-Match", tags)
                .refusedWith(400, "malformed-condition")
                .naming("If-None-Match", "must be * or entity tags");
        service.update(id, "{\"flightSpecialHeader\":\"New\"}", "If-Match", tags)
                .refusedWith(400, "malformed-condition")
                .naming("If-Match", "must be * or entity tags");
    }

    @Test
    void aConditionOnWhatIsNotThereDoesNotMatter() {
        service.get(path(999_999), "If-None-Match", "*").refusedWith(404, "unknown-special");
    }

    @Test
    void theListChangesItsTagWithAnyRow() {
        long id = service.newSpecial("London to Prague");
        Answer before = service.get("/flightspecials");
        String tag = before.header("ETag");
        assertThat(service.get("/flightspecials", "If-None-Match", tag).status()).isEqualTo(304);
        assertThat(service.get("/flightspecials/", "If-None-Match", "W/" + tag).status())
                .isEqualTo(304);
        assertThat(service.get("/flightspecials", "If-None-Match", "*").status()).isEqualTo(304);

        service.update(id, "{\"flightSpecialHeader\":\"London to Seoul\"}");
        Answer updated = service.get("/flightspecials", "If-None-Match", tag);
        assertThat(updated.status()).isEqualTo(200);
        assertThat(updated.header("ETag")).isNotEqualTo(tag);

        service.newSpecial("Another");
        Answer longer = service.get("/flightspecials", "If-None-Match", updated.header("ETag"));
        assertThat(longer.status()).isEqualTo(200);
    }

    @Test
    void aWriterBesideTheServiceChangesTagsToo() {
        long id = service.newSpecial("London to Prague");
        service.execute("UPDATE travelbuddy.flightspecial SET cost = cost + 1 WHERE id = " + id);

        assertThat(service.get(path(id), "If-None-Match", "\"1\"").status()).isEqualTo(200);
    }

    @Test
    void pagesHaveTagsOfTheirOwn() {
        service.newSpecial("One");
        service.newSpecial("Two");
        String list = service.get("/flightspecials").header("ETag");
        String page = service.get("/flightspecials?limit=1").header("ETag");

        assertThat(page).isNotEqualTo(list);
        assertThat(service.get("/flightspecials?limit=1", "If-None-Match", page).status())
                .isEqualTo(304);
    }

    @Test
    void theLastPageChangesItsTagWhenAnotherFollows() {
        long last = service.newSpecial("The last");
        String page = "/flightspecials?limit=1&after=" + (last - 1);
        Answer before = service.get(page);
        assertThat(before.ids()).containsExactly(last);

        service.newSpecial("One more");

        Answer after = service.get(page, "If-None-Match", before.header("ETag"));
        assertThat(after.status()).isEqualTo(200);
        assertThat(after.header("Link")).isNotNull();
    }

    @Test
    void notModifiedLeavesTheConnectionInOrder() throws IOException {
        long id = service.newSpecial("London to Prague");
        try (RawConnection connection = service.connect()) {
            for (String method : new String[] {"GET", "HEAD", "GET"}) {
                connection.send(
                        method
                                + " "
                                + path(id)
                                + " HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"1\"\r\n\r\n");
                assertThat(connection.read(method).status()).isEqualTo(304);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"1\"", "*", "\"5\", \"1\"", "W/\"9\", \"1\"", "\"x\",\"1\""})
    void anUpdateOfTheExpectedVersionTakesPlace(String tags) {
        long id = service.newSpecial("London to Prague");

        Answer answer = service.update(id, "{\"flightSpecialHeader\":\"New\"}", "If-Match", tags);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"2\"",
                "W/\"1\"",
                "\"0\"",
                "\"01\"",
                "\"\"",
                "\"99999999999999999999\"",
                "\"2\", W/\"1\""
            })
    void anUpdateOfAnotherVersionIsRefusedWithTheCurrentOne(String tags) {
        long id = service.newSpecial("London to Prague");

        Answer answer = service.update(id, "{\"flightSpecialHeader\":\"New\"}", "If-Match", tags);

        answer.refusedWith(412, "stale-version").naming("If-Match", "must hold");
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        assertThat(service.get(path(id)).json().get("header").textValue())
                .isEqualTo("London to Prague");
    }

    @Test
    void ofTwoUpdatesOfOneVersionOnlyTheFirstTakesPlace() {
        long id = service.newSpecial("London to Prague");

        Answer first =
                service.update(id, "{\"flightSpecialHeader\":\"First\"}", "If-Match", "\"1\"");
        Answer second =
                service.update(id, "{\"flightSpecialHeader\":\"Second\"}", "If-Match", "\"1\"");

        assertThat(first.status()).isEqualTo(200);
        second.refusedWith(412, "stale-version");
        assertThat(second.header("ETag")).isEqualTo(first.header("ETag"));
    }

    @Test
    void theSameHeaderIsRefusedTooWhenItsVersionIsStale() {
        long id = service.newSpecial("London to Prague");

        service.update(id, "{\"flightSpecialHeader\":\"London to Prague\"}", "If-Match", "\"2\"")
                .refusedWith(412, "stale-version");
    }
}

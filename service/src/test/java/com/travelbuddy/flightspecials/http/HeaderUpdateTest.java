package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.http.HttpRequest.BodyPublishers;

/** Updates of headers that the service takes. */
final class HeaderUpdateTest {

    private static final String ACKNOWLEDGEMENT =
            "{\"resultCode\":\"Y\",\"data\":\"The flight special header successfully updated\"}";

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service = InProcessService.start();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String header(long id) {
        return service.get("/flightspecials/" + id).json().get("header").textValue();
    }

    private static long events(long id) {
        return service.number(
                "SELECT count(*) FROM travelbuddy.flightspecial_outbox WHERE special_id = " + id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT"})
    void anUpdateIsStoredUnderANewVersionAndQueuesOneEvent(String method) {
        long id = service.newSpecial("London to Prague");

        Answer answer =
                service.send(
                        method,
                        "/flightspecials/" + id + "/header",
                        BodyPublishers.ofString(
                                "{\"id\":" + id + ",\"flightSpecialHeader\":\"London to Seoul\"}"),
                        "Content-Type",
                        "application/json");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ACKNOWLEDGEMENT);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.header("ETag")).isEqualTo("\"2\"");
        Answer special = service.get("/flightspecials/" + id);
        assertThat(special.header("ETag")).isEqualTo("\"2\"");
        assertThat(special.json().get("header").textValue()).isEqualTo("London to Seoul");
        assertThat(events(id)).isOne();
    }

    @Test
    void theSameHeaderAgainIsNoNewVersionAndNoEvent() {
        long id = service.newSpecial("London to Prague");

        Answer same = service.update(id, "{\"flightSpecialHeader\":\"London to Prague\"}");

        assertThat(same.status()).isEqualTo(200);
        assertThat(same.body()).isEqualTo(ACKNOWLEDGEMENT);
        assertThat(same.header("ETag")).isEqualTo("\"1\"");
        assertThat(events(id)).isZero();
    }

    @Test
    void headersThatDifferInCaseOrFormAreDifferent() {
        long id = service.newSpecial("Zürich");

        assertThat(service.update(id, "{\"flightSpecialHeader\":\"zürich\"}").header("ETag"))
                .isEqualTo("\"2\"");
        // The umlaut in two code points.
        assertThat(service.update(id, "{\"flightSpecialHeader\":\"zu\u0308rich\"}").header("ETag"))
                .isEqualTo("\"3\"");
        assertThat(service.update(id, "{\"flightSpecialHeader\":\"zu\u0308rich \"}").header("ETag"))
                .isEqualTo("\"4\"");
        assertThat(header(id)).isEqualTo("zu\u0308rich ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"flightSpecialHeader\":\"New\"}",
                "{\"flightSpecialHeader\":\"New\",\"id\":ID}",
                " {\r\n\t\"id\" : ID , \"flightSpecialHeader\" : \"New\" }\r\n ",
                "{\"\\u0069d\":ID,\"flightSpecialHeader\":\"\\u004eew\"}",
                "{\"flightSpecialHeader\":\"New\",\"other\":[1,{\"id\":7}],\"Id\":9,\"flightspecialheader\":0}",
                "{\"other\":null,\"flightSpecialHeader\":\"New\",\"another\":1e400}"
            })
    void theIdMayBeLeftOutAndUnknownFieldsAreIgnored(String json) {
        long id = service.newSpecial("Old");

        Answer answer = service.update(id, json.replace("ID", String.valueOf(id)));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(header(id)).isEqualTo("New");
    }

    @Test
    void anUnknownSpecialIsNotFound() {
        service.update(999_999, "{\"flightSpecialHeader\":\"New\"}")
                .refusedWith(404, "unknown-special")
                .naming("id", "must be that of a special");
    }

    @Test
    void anEventTellsWhatWasWrittenAndWhatWasThereBefore() {
        long id = service.newSpecial("a\"b\\c");
        service.update(
                id,
                "{\"flightSpecialHeader\":\"d\\\"e\\\\f\\u20ac\"}",
                "X-Request-Id",
                "update-1",
                "tracestate",
                "vendor=1");

        String outbox = " FROM travelbuddy.flightspecial_outbox WHERE special_id = " + id;
        assertThat(service.text("SELECT payload" + outbox))
                .matches(
                        "\\{\"id\":"
                                + id
                                + ",\"flightSpecialHeader\":\"d\\\\\"e\\\\\\\\f€\","
                                + "\"previousHeader\":\"a\\\\\"b\\\\\\\\c\",\"version\":2,"
                                + "\"occurredAt\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}");
        assertThat(service.text("SELECT request_id" + outbox)).isEqualTo("update-1");
        // Without a traceparent, a tracestate means nothing.
        assertThat(service.text("SELECT tracestate" + outbox)).isNull();
    }
}

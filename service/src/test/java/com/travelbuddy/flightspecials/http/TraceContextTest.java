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

/** Request ids and W3C trace context: in, out, and on with the event. */
final class TraceContextTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

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
    @ValueSource(strings = {"1", "abc-DEF_0.9:/+=", "0af7651916cd43dd8448eb211c80319c"})
    void aCallersRequestIdComesBack(String id) {
        assertThat(service.get("/flightspecials/1", "X-Request-Id", id).header("X-Request-Id"))
                .isEqualTo(id);
    }

    @Test
    void refusalsHaveTheRequestIdInTheirBodyToo() {
        Answer refusal = service.get("/flightspecials/x", "X-Request-Id", "refused-1");

        assertThat(refusal.header("X-Request-Id")).isEqualTo("refused-1");
        assertThat(refusal.json().get("requestId").textValue()).isEqualTo("refused-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "a b",
                "<script>",
                "\"",
                "{}",
                "a\tb",
                "${jndi:ldap://x}",
                "%0d%0aSet-Cookie: x",
                "\u00e9",
                "a,b"
            })
    void anIdThatCouldDoHarmIsReplaced(String id) throws IOException {
        try (RawConnection connection = service.connect()) {
            Answer answer =
                    connection
                            .send(
                                    "GET /flightspecials/1 HTTP/1.1\r\nHost: x\r\nX-Request-Id: "
                                            + id
                                            + "\r\n\r\n")
                            .read();

            assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{32}");
        }
    }

    @Test
    void anIdThatIsTooLongIsReplaced() {
        assertThat(
                        service.get("/flightspecials/1", "X-Request-Id", "a".repeat(129))
                                .header("X-Request-Id"))
                .matches("[0-9a-f]{32}");
    }

    @Test
    void eachRequestWithoutAnIdGetsItsOwn() {
        assertThat(service.get("/flightspecials/1").header("X-Request-Id"))
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(service.get("/flightspecials/1").header("X-Request-Id"));
    }

    @ParameterizedTest
    @CsvSource({
        "00-TRACE-PARENT-01, 01",
        "00-TRACE-PARENT-00, 00",
        "00-TRACE-PARENT-ff, 01",
        "00-TRACE-PARENT-02, 00",
        "cc-TRACE-PARENT-01, 01",
        "cc-TRACE-PARENT-01-what-comes-later, 01"
    })
    void aTraceIsContinuedInASpanOfItsOwn(String traceparent, String flags) {
        Answer answer = service.get("/flightspecials/1", "traceparent", filled(traceparent));

        assertThat(answer.header("traceparent"))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-" + flags)
                .doesNotContain(PARENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "ff-TRACE-PARENT-01",
                "00-TRACE-PARENT",
                "00-TRACE-PARENT-01-more",
                "00-TRACE-PARENT-0",
                "00-TRACE-PARENT-0g",
                "00-00000000000000000000000000000000-PARENT-01",
                "00-TRACE-0000000000000000-01",
                "00-0AF7651916CD43DD8448EB211C80319C-PARENT-01",
                "00-TRACE-PARENT-01, 00-TRACE-PARENT-01",
                "cc-TRACE-PARENT-01.what"
            })
    void withoutASoundParentATraceBegins(String traceparent) {
        Answer answer = service.get("/flightspecials/1", "traceparent", filled(traceparent));

        assertThat(answer.header("traceparent"))
                .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                .doesNotContain(TRACE);
    }

    @Test
    void twoParentsAreNone() {
        String traceparent = filled("00-TRACE-PARENT-01");

        assertThat(
                        service.get(
                                        "/flightspecials/1",
                                        "traceparent",
                                        traceparent,
                                        "traceparent",
                                        traceparent)
                                .header("traceparent"))
                .doesNotContain(TRACE);
    }

    private static String filled(String template) {
        return template.replace("TRACE", TRACE).replace("PARENT", PARENT);
    }

    @Test
    void theEventCarriesTheContextOfItsRequest() {
        long id = service.newSpecial("Old");

        Answer answer =
                service.update(
                        id,
                        "{\"flightSpecialHeader\":\"New\"}",
                        "X-Request-Id",
                        "event-1",
                        "traceparent",
                        filled("00-TRACE-PARENT-01"),
                        "tracestate",
                        "a=1",
                        "tracestate",
                        "b=2");

        String outbox = " FROM travelbuddy.flightspecial_outbox WHERE special_id = " + id;
        assertThat(service.text("SELECT request_id" + outbox)).isEqualTo("event-1");
        assertThat(service.text("SELECT traceparent" + outbox))
                .isEqualTo(answer.header("traceparent"))
                .contains(TRACE);
        assertThat(service.text("SELECT tracestate" + outbox)).isEqualTo("a=1,b=2");
    }

    @Test
    void aTracestateThatIsTooLongIsDropped() {
        long id = service.newSpecial("Old");

        service.update(
                id,
                "{\"flightSpecialHeader\":\"New\"}",
                "traceparent",
                filled("00-TRACE-PARENT-01"),
                "tracestate",
                "a=" + "x".repeat(600));

        assertThat(
                        service.text(
                                "SELECT tracestate FROM travelbuddy.flightspecial_outbox WHERE special_id = "
                                        + id))
                .isNull();
    }
}

package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers while the database is away. */
final class DatabaseAwayTest {

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service = InProcessService.startWithoutDatabase();
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/flightspecials",
                "/flightspecials?active=true&limit=1",
                "/flightspecials/1"
            })
    void readsAreToldToComeBack(String path) {
        Answer answer = service.get(path);

        answer.refusedWith(503, "database-unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @Test
    void updatesAreToldThatTheyMayBeRepeated() {
        Answer answer = service.update(1, "{\"flightSpecialHeader\":\"x\"}");

        answer.refusedWith(503, "database-unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(answer.json().get("detail").textValue()).contains("repeating it is safe");
    }

    @Test
    void whatIsWrongWithARequestIsToldAllTheSame() {
        service.get("/flightspecials/x").refusedWith(400, "invalid-id");
        service.get("/flightspecials?limit=0").refusedWith(400, "invalid-parameter");
        service.get("/flightspecials", "Accept", "text/html").refusedWith(406, "not-acceptable");
        service.update(1, "{").refusedWith(400, "malformed-json");
        service.update(1, "{}").refusedWith(422, "invalid-header");
        assertThat(service.get("/openapi").status()).isEqualTo(200);
    }
}

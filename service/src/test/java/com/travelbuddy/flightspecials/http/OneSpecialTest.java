package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One special by its id, and what an id is. */
final class OneSpecialTest {

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

    @Test
    void aSpecialIsTheSameAloneAndInTheList() {
        Answer one = service.get("/flightspecials/1");

        assertThat(one.status()).isEqualTo(200);
        assertThat(one.header("Content-Type")).isEqualTo("application/json");
        assertThat(one.header("ETag")).isEqualTo("\"1\"");
        assertThat("[" + one.body() + "]").isEqualTo(service.get("/flightspecials").body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "9223372036854775807", "99999999999999999999"})
    void anIdThatNoSpecialHasIsNotFound(String id) {
        service.get("/flightspecials/" + id)
                .refusedWith(404, "unknown-special")
                .naming("id", "must be that of a special");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "+1",
                "01",
                "abc",
                "1.0",
                "1e0",
                "1%20",
                "%201",
                "0x1",
                "1,2",
                "%00",
                "%D9%A1",
                "%EF%BC%91",
                "%F0%9F%98%80",
                "*"
            })
    void anIdIsAPositiveIntegerInAsciiDigits(String id) {
        service.get("/flightspecials/" + id)
                .refusedWith(400, "invalid-id")
                .naming("id", "must be a positive integer");
        service.send(
                        "POST",
                        "/flightspecials/" + id + "/header",
                        java.net.http.HttpRequest.BodyPublishers.ofString(
                                "{\"flightSpecialHeader\":\"x\"}"),
                        "Content-Type",
                        "application/json")
                .refusedWith(400, "invalid-id")
                .naming("id", "must be a positive integer");
    }

    @Test
    void percentEncodedDigitsAreDigits() {
        assertThat(service.get("/flightspecials/%31").status()).isEqualTo(200);
    }
}

package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bodies of updates that are no header change: 400, and nothing happens. */
final class MalformedBodyTest {

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service = InProcessService.start();
        service.newSpecial("Untouched");
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @AfterEach
    void nothingHasHappened() {
        Answer special = service.get("/flightspecials/1");
        assertThat(special.header("ETag")).isEqualTo("\"1\"");
        assertThat(special.json().get("header").textValue()).isEqualTo("Untouched");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "x",
                "{\"flightSpecialHeader\":\"x\"",
                "{\"flightSpecialHeader\":\"x",
                "{\"flightSpecialHeader\":",
                "{\"flightSpecialHeader\"}",
                "{\"flightSpecialHeader\":\"x\",}",
                "{,\"flightSpecialHeader\":\"x\"}",
                "{\"flightSpecialHeader\" \"x\"}",
                "{flightSpecialHeader:\"x\"}",
                "{'flightSpecialHeader':'x'}",
                "{\"flightSpecialHeader\":\"\\x\"}",
                "{\"flightSpecialHeader\":\"\\u12\"}",
                "{\"flightSpecialHeader\":\"a\nb\"}",
                "{\"flightSpecialHeader\":\"a\u0000b\"}",
                "{\"flightSpecialHeader\":\"x\"}x",
                "{\"flightSpecialHeader\":\"x\"}{}",
                "{\"flightSpecialHeader\":\"x\"} 1",
                "{\"flightSpecialHeader\":\"x\"}]",
                "{\"flightSpecialHeader\":\"x\"}\u0000",
                "\uFEFF{\"flightSpecialHeader\":\"x\"}",
                "{\"flightSpecialHeader\":\"x\",\"other\":NaN}",
                "{\"flightSpecialHeader\":\"x\",\"other\":+1}",
                "{\"flightSpecialHeader\":\"x\",\"other\":01}",
                "{\"flightSpecialHeader\":\"x\",\"other\":[1,2}",
                "{\"flightSpecialHeader\":\"x\",\"other\":tru}",
                "/* */{\"flightSpecialHeader\":\"x\"}",
                "{\"id\":01,\"flightSpecialHeader\":\"x\"}",
                "{\"id\":+1,\"flightSpecialHeader\":\"x\"}",
                "{\"id\":1.,\"flightSpecialHeader\":\"x\"}",
                "{\"id\":0x1,\"flightSpecialHeader\":\"x\"}"
            })
    void whatIsNotJsonIsRefused(String body) {
        service.update(1, body).refusedWith(400, "malformed-json").naming("body", "must");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "1",
                "\"x\"",
                "true",
                "[]",
                "[{\"flightSpecialHeader\":\"x\"}]"
            })
    void whatIsNotAnObjectIsRefused(String body) {
        service.update(1, body)
                .refusedWith(400, "wrong-type")
                .naming("body", "must be a JSON object");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.7", "\"1\"", "1e0", "1.0", "null", "true", "[1]", "{}", "[]"})
    void anIdOfAnotherTypeIsRefused(String id) {
        service.update(1, "{\"id\":" + id + ",\"flightSpecialHeader\":\"x\"}")
                .refusedWith(400, "wrong-type")
                .naming("id", "must be an integer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "0", "-1", "11", "9223372036854775808", "99999999999999999999"})
    void anIdOfAnotherSpecialIsRefused(String id) {
        service.update(1, "{\"id\":" + id + ",\"flightSpecialHeader\":\"x\"}")
                .refusedWith(400, "id-mismatch")
                .naming("id", "must equal the id in the path, 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1.5", "true", "{}", "[]", "[\"x\"]"})
    void aHeaderOfAnotherTypeIsRefused(String header) {
        service.update(1, "{\"flightSpecialHeader\":" + header + "}")
                .refusedWith(400, "wrong-type")
                .naming("flightSpecialHeader", "must be a string");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"flightSpecialHeader\":\"x\",\"flightSpecialHeader\":\"x\"} | flightSpecialHeader",
                "{\"id\":1,\"flightSpecialHeader\":\"x\",\"id\":1} | id",
                "{\"id\":1,\"\\u0069d\":1,\"flightSpecialHeader\":\"x\"} | id",
                "{\"a\":1,\"flightSpecialHeader\":\"x\",\"a\":2} | a",
                "{\"\":1,\"flightSpecialHeader\":\"x\",\"\":2} | ''"
            })
    void aFieldThatAppearsTwiceIsRefused(String body, String field) {
        service.update(1, body)
                .refusedWith(400, "duplicate-field")
                .naming(field, "must not appear twice");
    }

    @ParameterizedTest
    @CsvSource({
        "ff, no byte of UTF-8",
        "c0af, overlong slash",
        "e080af, overlong slash in three bytes",
        "c080, Java's own NUL",
        "eda080, a surrogate",
        "eda0bdedb880, an emoji as CESU-8 has it",
        "f4908080, beyond U+10FFFF",
        "f8888080 80, five bytes",
        "e282, a euro sign cut short",
        "80, a byte that continues nothing"
    })
    void whatIsNotUtf8IsRefused(String hex, String what) {
        byte[] body =
                new String(
                                HexFormat.of().parseHex(hex.replace(" ", "")),
                                StandardCharsets.ISO_8859_1)
                        .getBytes(StandardCharsets.ISO_8859_1);
        byte[] start = "{\"flightSpecialHeader\":\"".getBytes(StandardCharsets.US_ASCII);
        byte[] end = "\"}".getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[start.length + body.length + end.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        System.arraycopy(end, 0, all, start.length + body.length, end.length);

        service.update(1, all)
                .refusedWith(400, "invalid-utf8")
                .naming("body", "must be valid UTF-8");
    }

    @Test
    void otherUnicodeEncodingsAreRefused() {
        String json = "{\"flightSpecialHeader\":\"x\"}";

        assertThat(service.update(1, json.getBytes(StandardCharsets.UTF_16)).status())
                .isEqualTo(400);
        assertThat(service.update(1, json.getBytes(StandardCharsets.UTF_16LE)).status())
                .isEqualTo(400);
        assertThat(service.update(1, json.getBytes(StandardCharsets.UTF_32)).status())
                .isEqualTo(400);
    }

    @Test
    void deepNestingAndLongNumbersAreRefusedAndHarmNothing() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        String number = "9".repeat(10_000);

        service.update(1, "{\"other\":" + deep + ",\"flightSpecialHeader\":\"x\"}")
                .refusedWith(400, "malformed-json");
        service.update(1, deep).refusedWith(400, "wrong-type");
        service.update(1, "{\"id\":" + number + ",\"flightSpecialHeader\":\"x\"}")
                .refusedWith(400, "malformed-json");
    }

    @Test
    void aRefusalNeverRepeatsWhatCannotBeWritten() {
        service.update(1, "{\"\\ud800\":1,\"\\ud800\":2,\"flightSpecialHeader\":\"x\"}")
                .refusedWith(400, "malformed-json");
    }
}

package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Map;

/** What a header must be like, so that the monolith can store it: 422 with the part of the rule. */
final class HeaderRuleTest {

    private static final String FIELD = "flightSpecialHeader";

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

    private static Answer update(long id, String escaped) {
        return service.update(id, "{\"" + FIELD + "\":\"" + escaped + "\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "'', must not be empty",
        "' ', must not be blank",
        "\\u00a0, must not be blank",
        "\\u3000\\u2003 \\u2028, must not be blank",
        "\\u200b\\ufeff\\u2060, must not be blank",
        "' \\u200b ', must not be blank",
        "a\\u0000, must not hold control characters",
        "\\u0000, must not hold control characters",
        "a\\tb, must not hold control characters",
        "a\\nb, must not hold control characters",
        "a\\r\\nb, must not hold control characters",
        "a\\u001bb, must not hold control characters",
        "a\\u007fb, must not hold control characters",
        "a\\u0080b, must not hold control characters",
        "a\\u0085b, must not hold control characters",
        "a\\u009fb, must not hold control characters",
        "a\\ud800, must not hold lone surrogates",
        "\\udc00a, must not hold lone surrogates",
        "\\udc00\\ud800, must not hold lone surrogates",
        "a\\ud800b, must not hold lone surrogates",
        "\\ud83d\\ude00, must not hold characters beyond U+FFFF",
        "x😀, must not hold characters beyond U+FFFF",
        "\\ud800\\udc00, must not hold characters beyond U+FFFF",
        "\\udbff\\udfff, must not hold characters beyond U+FFFF"
    })
    void aHeaderThatBreaksTheRuleIsRefused(String escaped, String rule) {
        update(1, escaped).refusedWith(422, "invalid-header").naming(FIELD, rule);

        assertThat(service.get("/flightspecials/1").header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void aRefusalNamesTheCharacterAndItsPlace() {
        update(1, "€€\\u0007")
                .naming(FIELD, "must not hold control characters, has U+0007 at code point 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"id\":1}", "{\"flightSpecialHeader\":null}"})
    void aHeaderMustBeThere(String body) {
        service.update(1, body).refusedWith(422, "invalid-header").naming(FIELD, "must");
    }

    @Test
    void aHeaderOf255CodePointsIsStoredWhateverItsBytes() {
        long id = service.newSpecial("Old");

        for (String character : new String[] {"a", "é", "€", "語"}) {
            String longest = character.repeat(255);
            assertThat(update(id, longest).status()).isEqualTo(200);
            assertThat(stored(id)).isEqualTo(longest);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "€"})
    void aHeaderOf256CodePointsIsRefused(String character) {
        update(1, character.repeat(256))
                .refusedWith(422, "invalid-header")
                .naming(FIELD, "must be at most 255 code points, has 256");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                " x ",
                "\\u00a0x",
                "\\u200bx",
                "\\\"\\\\\\/",
                "%_'",
                "'; DROP TABLE x; --",
                "\\ufffd\\uffff",
                "\\ue000",
                "א ב",
                "e\\u0301",
                "$1 ? :name {}",
                "<b>&amp;</b>"
            })
    void anythingElseIsStoredAsItCame(String escaped) {
        long id = service.newSpecial("Old");

        Answer answer = update(id, escaped);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(stored(id)).isEqualTo(unescaped(escaped));
        assertThat(service.get("/flightspecials/" + id).json().get("header").textValue())
                .isEqualTo(unescaped(escaped));
    }

    private static String stored(long id) {
        return service.text("SELECT header FROM travelbuddy.flightspecial WHERE id = " + id);
    }

    private static String unescaped(String escaped) {
        return new Answer(200, Map.of(), "\"" + escaped + "\"").json().textValue();
    }

    @Test
    void withoutTheMonolithsRuleAllOfUnicodeIsStored() {
        try (InProcessService alone =
                InProcessService.start(Map.of("HEADER_UTF8MB3_ONLY", "false"))) {
            long id = alone.newSpecial("Old");
            String longest = "😀".repeat(254) + "\uD803\uDE60";

            Answer answer = alone.update(id, "{\"flightSpecialHeader\":\"" + longest + "\"}");

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(alone.text("SELECT header FROM travelbuddy.flightspecial WHERE id = " + id))
                    .isEqualTo(longest);
            alone.update(id, "{\"flightSpecialHeader\":\"" + "😀".repeat(256) + "\"}")
                    .refusedWith(422, "invalid-header");
            alone.update(id, "{\"flightSpecialHeader\":\"\\ud83d\"}")
                    .refusedWith(422, "invalid-header");
        }
    }
}

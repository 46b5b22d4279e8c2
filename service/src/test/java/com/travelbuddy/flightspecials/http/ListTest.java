package com.travelbuddy.flightspecials.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.InProcessService;
import com.travelbuddy.flightspecials.support.Answer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The list of specials: what is in it, in which order, and page by page. */
final class ListTest {

    private static final Pattern NEXT =
            Pattern.compile("<(/flightspecials\\?[^>]*)>; rel=\"next\"");

    private static InProcessService service;

    @BeforeAll
    static void start() {
        service = InProcessService.start();
        service.execute(
                """
                INSERT INTO travelbuddy.flightspecial
                    (id, header, body, origin, origin_code, destination, destination_code, cost, expiry_date)
                OVERRIDING SYSTEM VALUE VALUES
                (1, 'London to Prague', 'Jewel', 'London', 'LHR', 'Paris', 'CDG', 93, '2999-01-02 03:04:05.678999'),
                (2, 'Expired', NULL, NULL, NULL, NULL, NULL, 0, '2001-02-03 00:00:00'),
                (3, 'Never expires', '', '', '', '', '', 1, 'infinity'),
                (4, 'Always expired', 'x', 'x', 'x', 'x', 'x', 1, '-infinity'),
                (5, 'Dear', 'x', 'x', 'x', 'x', 'x', 2147483647, '2998-01-01 00:00:00'),
                (7, 'As long as 5', 'x', 'x', 'x', 'x', 'x', -5, '2998-01-01 00:00:00'),
                (10, 'Zürich → "Α\\β" 😀', E'a\\nb\\u0001', '東京', 'x', 'x', 'x', 1, '2998-06-01 12:00:00.0009')
                """);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    @Test
    void fieldsHaveTheNamesOrderAndTypesThatClientsKnow() {
        Answer list = service.get("/flightspecials");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Content-Type")).isEqualTo("application/json");
        assertThat(list.body())
                .startsWith(
                        """
                        [{"id":1,"header":"London to Prague","body":"Jewel","origin":"London","originCode":"LHR",\
                        "destination":"Paris","destinationCode":"CDG","cost":93,"expiryDate":"2999-01-02T03:04:05.678Z"},\
                        {"id":2,"header":"Expired","body":null,"origin":null,"originCode":null,\
                        "destination":null,"destinationCode":null,"cost":0,"expiryDate":"2001-02-03T00:00:00.000Z"},""")
                .endsWith("}]");
    }

    @Test
    void allSpecialsAreListedById() {
        assertThat(service.get("/flightspecials").ids())
                .containsExactly(1L, 2L, 3L, 4L, 5L, 7L, 10L);
    }

    @Test
    void aSlashAtTheEndMakesNoDifference() {
        assertThat(service.get("/flightspecials/").body())
                .isEqualTo(service.get("/flightspecials").body());
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2999-01-02T03:04:05.678Z",
        "3, 9999-12-31T23:59:59.999Z",
        "4, 0001-01-01T00:00:00.000Z",
        "10, 2998-06-01T12:00:00.000Z"
    })
    void timestampsAreFlooredToTheMillisecondAndKeptWithinFourDigitYears(long id, String expiry) {
        assertThat(service.get("/flightspecials/" + id).json().get("expiryDate").textValue())
                .isEqualTo(expiry);
    }

    @Test
    void textOfAnyAlphabetComesBackAsItIsStored() {
        Answer special = service.get("/flightspecials/10");

        assertThat(special.json().get("header").textValue()).isEqualTo("Zürich → \"Α\\β\" 😀");
        assertThat(special.json().get("body").textValue()).isEqualTo("a\nb\u0001");
        assertThat(special.json().get("origin").textValue()).isEqualTo("東京");
        assertThat(special.json().get("cost").isInt()).isTrue();
    }

    @Test
    void activeOnesAreListedByExpiryThenId() {
        assertThat(service.get("/flightspecials?active=true").ids())
                .containsExactly(5L, 7L, 10L, 1L, 3L);
    }

    @Test
    void activeFalseIsNoFilter() {
        assertThat(service.get("/flightspecials?active=false").ids()).hasSize(7);
    }

    @Test
    void pagesFollowEachOtherByTheirLinks() {
        assertThat(pages("/flightspecials?limit=3"))
                .containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 7L), List.of(10L));
        assertThat(pages("/flightspecials?limit=7")).hasSize(1);
        assertThat(pages("/flightspecials?limit=1")).hasSize(7);
    }

    @Test
    void pagesOfActiveOnesFollowEachOtherByTheirLinks() {
        assertThat(pages("/flightspecials?active=true&limit=1"))
                .containsExactly(List.of(5L), List.of(7L), List.of(10L), List.of(1L), List.of(3L));
        assertThat(pages("/flightspecials?limit=2&active=true"))
                .containsExactly(List.of(5L, 7L), List.of(10L, 1L), List.of(3L));
    }

    private static List<List<Long>> pages(String first) {
        List<List<Long>> pages = new ArrayList<>();
        String next = first;
        while (next != null) {
            Answer page = service.get(next);
            pages.add(page.ids());
            next = next(page);
        }
        return pages;
    }

    private static String next(Answer page) {
        if (page.header("Link") == null) {
            return null;
        }
        Matcher link = NEXT.matcher(page.header("Link"));
        assertThat(link.matches()).as(page.header("Link")).isTrue();
        return link.group(1);
    }

    @Test
    void afterStartsAListToo() {
        assertThat(service.get("/flightspecials?after=4").ids()).containsExactly(5L, 7L, 10L);
        assertThat(service.get("/flightspecials?after=10").ids()).isEmpty();
        assertThat(service.get("/flightspecials?after=7&active=true").ids())
                .containsExactly(10L, 1L, 3L);
        assertThat(service.get("/flightspecials?active=true&after=3").ids()).isEmpty();
    }

    @Test
    void afterAnIdThatNoSpecialHasTheListGoesOnById() {
        assertThat(service.get("/flightspecials?after=6&limit=1").ids()).containsExactly(7L);
        assertThat(service.get("/flightspecials?after=99999999999999999999").ids()).isEmpty();
    }

    @Test
    void anUnknownSpecialHasNoPlaceAmongTheActiveOnes() {
        service.get("/flightspecials?active=true&after=6")
                .refusedWith(400, "invalid-parameter")
                .naming("after", "must be the id of a special that exists");
    }

    @Test
    void anExpiredSpecialHasItsPlaceBeforeTheActiveOnes() {
        assertThat(service.get("/flightspecials?active=true&after=2&limit=2").ids())
                .containsExactly(5L, 7L);
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit, must be an integer from 1 to 1000",
        "limit=1001, limit, must be an integer from 1 to 1000",
        "limit=-1, limit, must be an integer from 1 to 1000",
        "limit=01, limit, must be an integer from 1 to 1000",
        "limit=1.0, limit, must be an integer from 1 to 1000",
        "limit=ten, limit, must be an integer from 1 to 1000",
        "limit=+1, limit, must be an integer from 1 to 1000",
        "limit=99999999999, limit, must be an integer from 1 to 1000",
        "limit=, limit, must be an integer from 1 to 1000",
        "limit, limit, must appear once",
        "limit=1&limit=2, limit, must appear once",
        "after=0, after, must be the id",
        "after=-1, after, must be the id",
        "after=x, after, must be the id",
        "after=1&after=1, after, must appear once",
        "active=TRUE, active, must be true or false",
        "active=1, active, must be true or false",
        "active=, active, must be true or false",
        "active, active, must appear once"
    })
    void wrongParametersAreNamed(String query, String parameter, String rule) {
        service.get("/flightspecials?" + query)
                .refusedWith(400, "invalid-parameter")
                .naming(parameter, rule);
    }

    @Test
    void parametersThatNobodyKnowsAreIgnored() {
        assertThat(service.get("/flightspecials?colour=blue&limit=1&LIMIT=x").ids())
                .containsExactly(1L);
    }

    @Test
    void pagesTakeAtMostAThousand() {
        assertThat(service.get("/flightspecials?limit=1000").ids()).hasSize(7);
    }

    @Test
    void timestampsAreOfTheZoneThatIsConfigured() {
        try (InProcessService elsewhere = InProcessService.start(Map.of("DB_ZONE", "+05:30"))) {
            elsewhere.execute(
                    "INSERT INTO travelbuddy.flightspecial (header, cost, expiry_date)"
                            + " VALUES ('India', 1, '2030-01-01 00:00:00'),"
                            + " ('A minute ago', 1, now() AT TIME ZONE INTERVAL '+05:30' - INTERVAL '1 minute'),"
                            + " ('In a minute', 1, now() AT TIME ZONE INTERVAL '+05:30' + INTERVAL '1 minute')");

            assertThat(elsewhere.get("/flightspecials/1").json().get("expiryDate").textValue())
                    .isEqualTo("2029-12-31T18:30:00.000Z");
            assertThat(elsewhere.get("/flightspecials?active=true").ids()).containsExactly(3L, 1L);
        }
    }
}

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
import java.net.http.HttpRequest.BodyPublishers;

/** Which media types clients take and send. */
final class NegotiationTest {

    private static final String BODY = "{\"flightSpecialHeader\":\"x\"}";

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
    @ValueSource(
            strings = {
                "*/*",
                "application/json",
                "APPLICATION/JSON",
                "application/*",
                "application/json;q=0.1",
                "application/json; charset=utf-8",
                "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
                "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2",
                "application/json, text/plain, */*",
                "*/*;q=0, application/json",
                "application/*;q=0, application/json;q=1.000",
                ";;;, application/json",
                ",,application/json,,",
                ""
            })
    void clientsThatTakeJsonGetIt(String accept) {
        Answer answer = service.get("/flightspecials/1", "Accept", accept);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html",
                "application/xml",
                "application/jsonp",
                "application/problem+json",
                "text/*",
                "application/json;q=0",
                "application/json;q=0.000, */*",
                "application/*;q=0, */*",
                "*/*;q=0",
                ";;;",
                "json",
                "application/json;q=abc",
                "application/json;q=",
                "application/json;q=-1",
                "application/json;q=NaN",
                "application/json;q=1e9",
                "/",
                "application/",
                "\"",
                "application/json;q=\"1\""
            })
    void clientsThatTakeNoneAreToldWhatThereIs(String accept) {
        service.get("/flightspecials", "Accept", accept)
                .refusedWith(406, "not-acceptable")
                .naming("Accept", "must admit application/json");
        service.get("/flightspecials/1", "Accept", accept).refusedWith(406, "not-acceptable");
        service.update(1, BODY, "Accept", accept).refusedWith(406, "not-acceptable");
    }

    @Test
    void anUpdateThatCouldNotBeAnsweredIsNotStored() {
        long id = service.newSpecial("Old");

        service.update(id, BODY, "Accept", "text/html").refusedWith(406, "not-acceptable");

        assertThat(service.get("/flightspecials/" + id).header("ETag")).isEqualTo("\"1\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/*                                        | application/yaml",
                "application/yaml                           | application/yaml",
                "application/json                           | application/json",
                "application/json, text/plain, */*          | application/json",
                "application/json;q=0.5, application/yaml   | application/yaml",
                "application/vnd.oai.openapi+json           | application/vnd.oai.openapi+json",
                "text/html, */*;q=0.1                       | application/yaml"
            })
    void theOpenApiDocumentComesAsYamlOrJson(String accept, String type) {
        Answer answer = service.get("/openapi", "Accept", accept);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo(type);
        assertThat(answer.body().charAt(0) == '{').isEqualTo(type.endsWith("json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", ";;", "application/json;q=x"})
    void theOpenApiDocumentComesAsNothingElse(String accept) {
        service.get("/openapi", "Accept", accept)
                .refusedWith(406, "not-acceptable")
                .naming("Accept", "must admit application/yaml or application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "Application/JSON",
                "application/json;charset=utf-8",
                "application/json; charset=UTF-8",
                "application/json; charset=\"utf-8\"",
                "application/json; profile=x"
            })
    void jsonInUtf8IsTaken(String contentType) {
        Answer answer = post("Content-Type", contentType);

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "text/json",
                "application/xml",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "application/problem+json",
                "application/merge-patch+json",
                "application/json; charset=iso-8859-1",
                "application/json; charset=utf-16",
                "application/json; charset",
                "application/json; charset=\"",
                "application/json, application/json",
                "*/*",
                "json",
                ";;;",
                ""
            })
    void otherMediaTypesAreRefused(String contentType) {
        post("Content-Type", contentType)
                .refusedWith(415, "unsupported-media-type")
                .naming("Content-Type", "must be application/json in UTF-8");
    }

    @Test
    void aBodyOfNoMediaTypeIsRefused() {
        post().refusedWith(415, "unsupported-media-type")
                .naming("Content-Type", "must be application/json in UTF-8");
    }

    @Test
    void twoMediaTypesAreRefused() throws IOException {
        try (RawConnection connection = service.connect()) {
            connection
                    .send(
                            "POST /flightspecials/1/header HTTP/1.1\r\nHost: x\r\n"
                                    + "Content-Type: application/json\r\nContent-Type: text/plain\r\n"
                                    + "Content-Length: 27\r\n\r\n"
                                    + BODY)
                    .read()
                    .refusedWith(415, "unsupported-media-type");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "identity", "br, gzip", "x"})
    void encodedBodiesAreRefused(String encoding) {
        post("Content-Type", "application/json", "Content-Encoding", encoding)
                .refusedWith(415, "unsupported-content-encoding")
                .naming("Content-Encoding", "must be absent");
    }

    private static Answer post(String... headers) {
        return service.send(
                "POST", "/flightspecials/1/header", BodyPublishers.ofString(BODY), headers);
    }
}

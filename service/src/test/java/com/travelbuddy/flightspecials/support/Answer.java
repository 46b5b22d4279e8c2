package com.travelbuddy.flightspecials.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the service has answered. */
public record Answer(int status, Map<String, List<String>> headers, String body) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public Answer(HttpResponse<String> response) {
        this(response.statusCode(), response.headers().map(), response.body());
    }

    public Answer {
        Map<String, List<String>> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.putAll(headers);
        headers = byName;
    }

    /** A header's value; null if there is none of that name. */
    public String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : String.join(", ", values);
    }

    public JsonNode json() {
        try {
            return MAPPER.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + body, e);
        }
    }

    /** The ids in a list of specials. */
    public List<Long> ids() {
        assertThat(status).as(body).isEqualTo(200);
        List<Long> ids = new ArrayList<>();
        json().forEach(special -> ids.add(special.get("id").asLong()));
        return ids;
    }

    /** Asserts that this is a refusal with sound problem details. */
    public Answer refusedWith(int expectedStatus, String type) {
        assertThat(status).as(body).isEqualTo(expectedStatus);
        assertThat(header("Content-Type")).isEqualTo("application/problem+json");
        JsonNode problem = json();
        assertThat(problem.path("type").textValue())
                .isEqualTo("urn:flightspecials:problem:" + type);
        assertThat(problem.path("status").intValue()).isEqualTo(expectedStatus);
        assertThat(problem.path("title").textValue()).isNotBlank();
        assertThat(problem.path("detail").textValue()).isNotBlank();
        if (header("X-Request-Id") != null) {
            assertThat(problem.path("requestId").textValue()).isEqualTo(header("X-Request-Id"));
        }
        return this;
    }

    /** Asserts which part of the request a refusal names, and what it must be like. */
    public Answer naming(String field, String rule) {
        assertThat(json().path("field").textValue()).as(body).isEqualTo(field);
        assertThat(json().path("rule").textValue()).as(body).startsWith(rule);
        return this;
    }
}

package com.travelbuddy.flightspecials.http;

import com.fasterxml.jackson.core.JsonGenerator;

import io.helidon.http.Header;
import io.helidon.http.Status;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A refusal, as it is told to the client: problem details by RFC 9457, with the field and the rule
 * it is about.
 */
final class Problem extends RuntimeException {

    /** RFC 9110, section 15.5.21, which Helidon does not name. */
    static final Status UNPROCESSABLE_CONTENT_422 = Status.create(422, "Unprocessable Content");

    private static final long serialVersionUID = 1L;
    private static final String TYPE_PREFIX = "urn:flightspecials:problem:";

    private final transient Status status;
    private final String type;
    private final String field;
    private final String rule;
    private final transient List<Header> headers = new ArrayList<>();

    private Problem(Status status, String type, String detail, String field, String rule) {
        super(detail, null, false, false);
        this.status = status;
        this.type = type;
        this.field = field;
        this.rule = rule;
    }

    /**
     * @param type a stable word for programs
     * @param detail a sentence for people
     */
    static Problem of(Status status, String type, String detail) {
        return new Problem(status, type, detail, null, null);
    }

    /**
     * @param field the part of the request that is wrong
     * @param rule what it must be like
     */
    static Problem ofField(Status status, String type, String field, String rule) {
        return new Problem(status, type, field + " " + rule, field, rule);
    }

    Problem with(Header header) {
        headers.add(header);
        return this;
    }

    Status status() {
        return status;
    }

    List<Header> headers() {
        return headers;
    }

    byte[] json(String requestId) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeStringField("type", TYPE_PREFIX + type);
            json.writeStringField("title", status.reasonPhrase());
            json.writeNumberField("status", status.code());
            json.writeStringField("detail", getMessage());
            if (field != null) {
                json.writeStringField("field", field);
                json.writeStringField("rule", rule);
            }
            if (requestId != null) {
                json.writeStringField("requestId", requestId);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}

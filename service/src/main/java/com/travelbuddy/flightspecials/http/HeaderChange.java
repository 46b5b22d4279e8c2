package com.travelbuddy.flightspecials.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

import io.helidon.http.Status;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The body of a header update: {@code {"id": 1, "flightSpecialHeader": "London to Seoul"}}. The id
 * may be left out; fields of other names are ignored, as the original service did.
 */
record HeaderChange(String header) {

    private static final String ID = "id";
    private static final String HEADER = "flightSpecialHeader";

    /**
     * @param id the special's id in the path, which an id in the body must equal
     * @throws Problem the body is not such an object
     */
    static HeaderChange parse(byte[] body, long id) {
        String text = utf8(body);
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            return parse(json, id);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static HeaderChange parse(JsonParser json, long id) throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) {
            throw Problem.ofField(
                    Status.BAD_REQUEST_400, "wrong-type", "body", "must be a JSON object");
        }
        String header = null;
        Problem wrong = null;
        Set<String> names = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (!names.add(name)) {
                wrong = first(wrong, duplicate(name));
            }
            JsonToken value = json.nextToken();
            switch (name) {
                case ID -> wrong = first(wrong, otherThan(id, json, value));
                case HEADER -> {
                    wrong = first(wrong, otherThanText(value));
                    header = json.getText();
                }
                default -> {
                    // Ignored.
                }
            }
            json.skipChildren();
        }
        if (json.nextToken() != null) {
            throw Problem.ofField(
                    Status.BAD_REQUEST_400,
                    "malformed-json",
                    "body",
                    "must end after the JSON object");
        }
        if (wrong != null) {
            throw wrong;
        }
        if (header == null) {
            throw invalid("must be present");
        }
        return new HeaderChange(header);
    }

    /** What is wrong with fields is told only of a body that is well-formed to its end. */
    private static Problem first(Problem one, Problem other) {
        return one == null ? other : one;
    }

    private static Problem duplicate(String name) {
        return Problem.ofField(
                Status.BAD_REQUEST_400, "duplicate-field", name, "must not appear twice");
    }

    private static Problem otherThan(long id, JsonParser json, JsonToken value) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT) {
            return Problem.ofField(Status.BAD_REQUEST_400, "wrong-type", ID, "must be an integer");
        }
        if (!json.getText().equals(Long.toString(id))) {
            return Problem.ofField(
                    Status.BAD_REQUEST_400,
                    "id-mismatch",
                    ID,
                    "must equal the id in the path, " + id);
        }
        return null;
    }

    private static Problem otherThanText(JsonToken value) {
        return switch (value) {
            case VALUE_STRING -> null;
            case VALUE_NULL -> invalid("must not be null");
            default ->
                    Problem.ofField(
                            Status.BAD_REQUEST_400, "wrong-type", HEADER, "must be a string");
        };
    }

    private static Problem invalid(String rule) {
        return Problem.ofField(Problem.UNPROCESSABLE_CONTENT_422, "invalid-header", HEADER, rule);
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw Problem.ofField(
                    Status.BAD_REQUEST_400, "invalid-utf8", "body", "must be valid UTF-8");
        }
    }

    private static Problem malformed(JsonProcessingException e) {
        String where =
                e.getLocation() == null
                        ? ""
                        : " (line %d, column %d)"
                                .formatted(
                                        e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        return Problem.ofField(
                Status.BAD_REQUEST_400,
                "malformed-json",
                "body",
                "must be well-formed JSON" + where);
    }
}

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
        Set<String> names = new HashSet<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (!names.add(name)) {
                throw Problem.ofField(
                        Status.BAD_REQUEST_400,
                        "duplicate-field",
                        wellFormed(name),
                        "must not appear twice");
            }
            JsonToken value = json.nextToken();
            switch (name) {
                case ID -> requireSame(json, value, id);
                case HEADER -> header = text(json, value);
                default -> json.skipChildren();
            }
        }
        if (json.nextToken() != null) {
            throw Problem.ofField(
                    Status.BAD_REQUEST_400,
                    "malformed-json",
                    "body",
                    "must end after the JSON object");
        }
        if (header == null) {
            throw Problem.ofField(
                    Problem.UNPROCESSABLE_CONTENT_422, "invalid-header", HEADER, "must be present");
        }
        return new HeaderChange(header);
    }

    private static void requireSame(JsonParser json, JsonToken value, long id) throws IOException {
        if (value != JsonToken.VALUE_NUMBER_INT) {
            throw Problem.ofField(Status.BAD_REQUEST_400, "wrong-type", ID, "must be an integer");
        }
        if (!json.getText().equals(Long.toString(id))) {
            throw Problem.ofField(
                    Status.BAD_REQUEST_400,
                    "id-mismatch",
                    ID,
                    "must equal the id in the path, " + id);
        }
    }

    private static String text(JsonParser json, JsonToken value) throws IOException {
        return switch (value) {
            case VALUE_STRING -> json.getText();
            case VALUE_NULL ->
                    throw Problem.ofField(
                            Problem.UNPROCESSABLE_CONTENT_422,
                            "invalid-header",
                            HEADER,
                            "must not be null");
            default ->
                    throw Problem.ofField(
                            Status.BAD_REQUEST_400, "wrong-type", HEADER, "must be a string");
        };
    }

    private static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException _) {
            throw Problem.ofField(
                    Status.BAD_REQUEST_400, "invalid-utf8", "body", "must be valid UTF-8");
        }
    }

    /** A name may have come in with lone surrogates, which cannot go out. */
    private static String wellFormed(String name) {
        return new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
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

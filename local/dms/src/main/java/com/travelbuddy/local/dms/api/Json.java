package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collector;

/** JSON as the API reads and writes it. */
final class Json {

    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static Collector<JsonNode, ArrayNode, ArrayNode> toArray() {
        return Collector.of(JsonNodeFactory.instance::arrayNode, ArrayNode::add, ArrayNode::addAll);
    }

    /** Seconds since 1970 with decimals; null stays null. */
    static JsonNode time(Instant time) {
        return time == null
                ? null
                : DecimalNode.valueOf(BigDecimal.valueOf(time.toEpochMilli(), 3));
    }

    /**
     * Reads a body; an empty one is an empty object.
     *
     * @throws ApiException SerializationException when it is no JSON object in UTF-8
     */
    static ObjectNode parse(byte[] body) {
        try {
            // Strictly: Jackson would guess at other encodings.
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
            return text.isBlank() ? object() : object(text);
        } catch (CharacterCodingException _) {
            throw ApiException.serialization("The body is not in UTF-8");
        }
    }

    private static ObjectNode object(String text) {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException _) {
            throw ApiException.serialization("The body is not JSON");
        }
        throw ApiException.serialization("The body is not a JSON object");
    }

    /**
     * Reads a document within a member, such as task settings.
     *
     * @return null when it is no JSON object
     */
    static ObjectNode parseDocument(String text) {
        try {
            return MAPPER.readTree(text) instanceof ObjectNode object ? object : null;
        } catch (JsonProcessingException _) {
            return null;
        }
    }

    static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}

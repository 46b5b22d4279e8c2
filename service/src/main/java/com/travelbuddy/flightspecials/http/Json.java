package com.travelbuddy.flightspecials.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.travelbuddy.flightspecials.specials.Special;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Specials as JSON, in the names that the original service's clients know. */
final class Json {

    /**
     * One per process; buffers are shared, since a virtual thread is too short-lived to own some.
     */
    static final JsonFactory FACTORY =
            new JsonFactoryBuilder()
                    .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                    .build();

    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString HEADER = new SerializedString("header");
    private static final SerializableString BODY = new SerializedString("body");
    private static final SerializableString ORIGIN = new SerializedString("origin");
    private static final SerializableString ORIGIN_CODE = new SerializedString("originCode");
    private static final SerializableString DESTINATION = new SerializedString("destination");
    private static final SerializableString DESTINATION_CODE =
            new SerializedString("destinationCode");
    private static final SerializableString COST = new SerializedString("cost");
    private static final SerializableString EXPIRY_DATE = new SerializedString("expiryDate");

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Json() {}

    static void write(Special special, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(special, json);
        }
    }

    static void write(List<Special> specials, OutputStream out) throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartArray();
            for (Special special : specials) {
                write(special, json);
            }
            json.writeEndArray();
        }
    }

    static void write(Special special, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeFieldName(ID);
        json.writeNumber(special.id());
        text(json, HEADER, special.header());
        text(json, BODY, special.body());
        text(json, ORIGIN, special.origin());
        text(json, ORIGIN_CODE, special.originCode());
        text(json, DESTINATION, special.destination());
        text(json, DESTINATION_CODE, special.destinationCode());
        json.writeFieldName(COST);
        json.writeNumber(special.cost());
        text(json, EXPIRY_DATE, timestamp(special.expiryDate()));
        json.writeEndObject();
    }

    /** RFC 3339, UTC, milliseconds. */
    static String timestamp(Instant instant) {
        return MILLISECONDS.format(instant);
    }

    private static void text(JsonGenerator json, SerializableString name, String value)
            throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }
}

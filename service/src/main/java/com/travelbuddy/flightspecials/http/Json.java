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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
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

    private static final byte[] TIMESTAMP =
            "0000-00-00T00:00:00.000Z".getBytes(StandardCharsets.ISO_8859_1);

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

    /**
     * RFC 3339, UTC, milliseconds, for the years 0000 to 9999. By hand: DateTimeFormatter took a
     * tenth of the time of a list.
     */
    static String timestamp(Instant instant) {
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(
                        instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        byte[] text = TIMESTAMP.clone();
        digits(text, 4, time.getYear());
        digits(text, 7, time.getMonthValue());
        digits(text, 10, time.getDayOfMonth());
        digits(text, 13, time.getHour());
        digits(text, 16, time.getMinute());
        digits(text, 19, time.getSecond());
        digits(text, 23, time.getNano() / 1_000_000);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Writes a number into a field of zeros that ends before an index. */
    private static void digits(byte[] text, int end, int number) {
        int index = end;
        for (int rest = number; rest > 0; rest /= 10) {
            text[--index] = (byte) ('0' + rest % 10);
        }
    }

    private static void text(JsonGenerator json, SerializableString name, String value)
            throws IOException {
        json.writeFieldName(name);
        json.writeString(value);
    }
}

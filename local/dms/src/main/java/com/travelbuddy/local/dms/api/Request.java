package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * The members of a request or of a structure in it. Each is null when absent; one of another JSON
 * type is a SerializationException, a required one that is absent an
 * InvalidParameterValueException.
 */
final class Request {

    private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

    private final ObjectNode members;

    Request(ObjectNode members) {
        this.members = members;
    }

    boolean has(String name) {
        return member(name) != null;
    }

    String text(String name) {
        JsonNode member = member(name);
        return member == null ? null : text(member);
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    String requiredText(String name) {
        String text = text(name);
        if (text == null || text.isBlank()) {
            throw missing(name);
        }
        return text;
    }

    /** One of the values of an enumeration, or null. */
    String choice(String name, Collection<String> values) {
        String text = text(name);
        if (text != null && !values.contains(text)) {
            throw ApiException.invalid(
                    "The parameter %s must be one of %s; it is %s."
                            .formatted(name, String.join(", ", values), Texts.quoted(text)));
        }
        return text;
    }

    String requiredChoice(String name, Collection<String> values) {
        requiredText(name);
        return choice(name, values);
    }

    Integer number(String name) {
        JsonNode member = member(name);
        if (member == null) {
            return null;
        }
        if (!member.isIntegralNumber() || !member.canConvertToInt()) {
            throw unconvertible(member, "an Integer");
        }
        return member.intValue();
    }

    int number(String name, int otherwise, int least, int most) {
        Integer number = number(name);
        if (number == null) {
            return otherwise;
        }
        if (number < least || number > most) {
            throw ApiException.invalid(
                    "The parameter %s must be between %d and %d; it is %d."
                            .formatted(name, least, most, number));
        }
        return number;
    }

    Boolean flag(String name) {
        JsonNode member = member(name);
        if (member == null) {
            return null;
        }
        if (!member.isBoolean()) {
            throw unconvertible(member, "a Boolean");
        }
        return member.booleanValue();
    }

    boolean flag(String name, boolean otherwise) {
        Boolean flag = flag(name);
        return flag == null ? otherwise : flag;
    }

    /** Of seconds since 1970, with or without decimals. */
    Instant time(String name) {
        JsonNode member = member(name);
        if (member == null) {
            return null;
        }
        if (!member.isNumber()) {
            throw unconvertible(member, "a Timestamp");
        }
        BigDecimal seconds = member.decimalValue();
        if (seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
            throw ApiException.invalid(
                    "The parameter %s must be a time between 1970 and 9999.".formatted(name));
        }
        return Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
    }

    List<String> texts(String name) {
        return list(name, Request::text);
    }

    List<String> requiredTexts(String name) {
        List<String> texts = texts(name);
        if (texts == null || texts.isEmpty()) {
            throw missing(name);
        }
        return texts;
    }

    List<Request> structures(String name) {
        return list(name, Request::structure);
    }

    List<Request> requiredStructures(String name) {
        List<Request> structures = structures(name);
        if (structures == null || structures.isEmpty()) {
            throw missing(name);
        }
        return structures;
    }

    Request structure(String name) {
        JsonNode member = member(name);
        return member == null ? null : structure(member);
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        members.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private <T> List<T> list(String name, Function<JsonNode, T> reader) {
        JsonNode member = member(name);
        if (member == null) {
            return null;
        }
        if (!member.isArray()) {
            throw unconvertible(member, "a List");
        }
        List<T> list = new ArrayList<>();
        for (JsonNode element : member) {
            list.add(reader.apply(element));
        }
        return list;
    }

    private static String text(JsonNode node) {
        if (!node.isTextual()) {
            throw unconvertible(node, "a String");
        }
        if (!Texts.isWellFormed(node.textValue())) {
            throw ApiException.serialization("A string holds half of a surrogate pair");
        }
        return node.textValue();
    }

    private static Request structure(JsonNode node) {
        if (node instanceof ObjectNode object) {
            return new Request(object);
        }
        throw unconvertible(node, "a Structure");
    }

    private JsonNode member(String name) {
        JsonNode member = members.get(name);
        return member == null || member.isNull() ? null : member;
    }

    private static ApiException missing(String name) {
        return ApiException.invalid(
                "The parameter %s must be provided and must not be blank.".formatted(name));
    }

    private static ApiException unconvertible(JsonNode node, String type) {
        return ApiException.serialization(
                "%s_VALUE can not be converted to %s".formatted(node.getNodeType(), type));
    }
}

package com.travelbuddy.local.dms.mapping;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;

/** The members of one JSON object of a rule; notes what is wrong with them. */
final class JsonMembers {

    private final JsonNode object;
    private final String subject;
    private final List<String> problems;

    /**
     * @param subject what a problem is about, to begin its sentence
     */
    JsonMembers(JsonNode object, String subject, List<String> problems) {
        this.object = object;
        this.subject = subject;
        this.problems = problems;
    }

    void problem(String text) {
        problems.add(subject + ": " + text);
    }

    /** A null is as good as no member: the console writes some. */
    boolean has(String name) {
        return object.hasNonNull(name);
    }

    JsonNode get(String name) {
        return object.path(name);
    }

    void allow(Set<String> names) {
        for (var member : object.properties()) {
            if (!names.contains(member.getKey()) && !member.getValue().isNull()) {
                problem("unknown key " + member.getKey());
            }
        }
    }

    /** A string that must be there; empty after a problem. */
    String text(String name) {
        JsonNode value = get(name);
        if (!has(name)) {
            problem(name + " is missing");
        } else if (!value.isTextual()) {
            problem(name + " must be a string");
        } else if (value.textValue().isEmpty()) {
            problem(name + " is empty");
        } else {
            return value.textValue();
        }
        return "";
    }

    /** A whole number, as such or as a string; what is given for none after a problem. */
    int whole(String name, int none) {
        if (!has(name)) {
            return none;
        }
        String digits = get(name).asText();
        boolean number = get(name).isIntegralNumber() || get(name).isTextual();
        if (number && digits.matches("-?[0-9]{1,9}")) {
            return Integer.parseInt(digits);
        }
        problem(name + " must be a whole number");
        return none;
    }

    /** The rule's number; null after a problem. */
    BigInteger ruleNumber() {
        JsonNode value = get("rule-id");
        if (!has("rule-id")) {
            problem("rule-id is missing");
        } else if ((value.isTextual() || value.isIntegralNumber())
                && value.asText().matches("[0-9]{1,30}")) {
            return new BigInteger(value.asText());
        } else {
            problem("rule-id must be a number");
        }
        return null;
    }

    JsonMembers object(String name) {
        if (!has(name)) {
            problem(name + " is missing");
        } else if (!get(name).isObject()) {
            problem(name + " must be an object");
        }
        return new JsonMembers(get(name), subject + ", " + name, problems);
    }

    JsonMembers element(JsonNode element, String name) {
        return new JsonMembers(element, subject + ", " + name, problems);
    }
}

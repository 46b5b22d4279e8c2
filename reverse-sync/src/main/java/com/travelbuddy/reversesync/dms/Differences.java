package com.travelbuddy.reversesync.dms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Compares what should be with what is. DMS completes the documents that it is given, so that whole
 * ones are never equal: what counts is that each setting of ours has our value.
 */
final class Differences {

    private static final Set<String> SECRET = Set.of("Password");

    private final List<Change> changes = new ArrayList<>();

    private Differences() {}

    /** All of a tree, as of something that is not there yet. */
    static List<Change> created(String path, JsonNode desired) {
        return of(path, desired, JsonNodeFactory.instance.objectNode());
    }

    /**
     * Settings of ours that have another value, or none. Passwords are never told: not compared.
     */
    static List<Change> of(String path, JsonNode desired, JsonNode actual) {
        Differences differences = new Differences();
        differences.compare(path, desired, actual);
        return List.copyOf(differences.changes);
    }

    private void compare(String path, JsonNode desired, JsonNode actual) {
        if (desired.isObject()) {
            desired.properties()
                    .forEach(
                            member ->
                                    compare(
                                            path + "." + member.getKey(),
                                            member.getValue(),
                                            actual.path(member.getKey())));
            return;
        }
        if (SECRET.stream().anyMatch(name -> path.endsWith("." + name))) {
            return;
        }
        Optional<String> from = shown(actual);
        Optional<String> to = shown(desired);
        if (!from.equals(to)) {
            changes.add(new Change(path, from, to));
        }
    }

    /** DMS returns an empty text as none, and some numbers as texts. */
    private static Optional<String> shown(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return Optional.empty();
        }
        if (node instanceof ArrayNode array) {
            Set<String> sorted = new TreeSet<>();
            array.forEach(element -> sorted.add(element.asText()));
            return sorted.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", sorted));
        }
        String text = node.isValueNode() ? node.asText() : node.toString();
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /**
     * Rules of a mapping, by their names: in contrast to settings, one of somebody else's counts
     * too. Ids and order have no meaning where each object has one rule.
     */
    static List<Change> ofMappings(String path, JsonNode desired, JsonNode actual) {
        Map<String, String> before = rules(actual);
        Map<String, String> after = rules(desired);
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Change> changes = new ArrayList<>();
        for (String name : names) {
            Optional<String> from = Optional.ofNullable(before.get(name));
            Optional<String> to = Optional.ofNullable(after.get(name));
            if (!from.equals(to)) {
                changes.add(new Change(path + "." + name, from, to));
            }
        }
        return List.copyOf(changes);
    }

    private static Map<String, String> rules(JsonNode mapping) {
        Map<String, String> rules = new LinkedHashMap<>();
        for (JsonNode rule : mapping.path("rules")) {
            ObjectNode content = JsonNodeFactory.instance.objectNode();
            Set<String> members = new TreeSet<>();
            rule.fieldNames().forEachRemaining(members::add);
            members.remove("rule-id");
            for (String member : members) {
                JsonNode value = rule.get(member);
                if (!value.isNull() && !(value.isContainerNode() && value.isEmpty())) {
                    content.set(member, sorted(value));
                }
            }
            rules.merge(
                    rule.path("rule-name").asText(),
                    content.toString(),
                    (one, another) -> one + " " + another);
        }
        return rules;
    }

    private static JsonNode sorted(JsonNode node) {
        if (!node.isObject()) {
            return node;
        }
        ObjectNode sorted = JsonNodeFactory.instance.objectNode();
        Set<String> members = new TreeSet<>();
        node.fieldNames().forEachRemaining(members::add);
        members.forEach(member -> sorted.set(member, sorted(node.get(member))));
        return sorted;
    }
}

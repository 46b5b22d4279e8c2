package com.travelbuddy.delivery.compose;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A service of compose.yaml. */
record ComposeService(String name, JsonNode node) {

    /** A port that is published, as {@code address:outside:inside}. */
    record Port(String address, int outside, int inside) {}

    /** Something at a path of the container: a folder or file of the host, or a named volume. */
    record Mount(String source, String path) {

        boolean isNamed() {
            return !source.startsWith(".") && !source.startsWith("/");
        }
    }

    String image() {
        return node.get("image").asText();
    }

    /** The target of the Dockerfile that it is built from; empty for an image of others. */
    String target() {
        return node.path("build").path("target").asText();
    }

    boolean isOurs() {
        return node.has("build");
    }

    boolean isInProfile() {
        return node.has("profiles");
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        node.path("environment")
                .properties()
                .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
        return environment;
    }

    List<String> entrypoint() {
        return texts("entrypoint");
    }

    List<String> command() {
        return texts("command");
    }

    /** The check of health, without its first word; empty if only the image may have one. */
    List<String> healthCheck() {
        List<String> test = texts("healthcheck", "test");
        return test.isEmpty() ? test : test.subList(1, test.size());
    }

    /** What it waits for: service and condition. */
    Map<String, String> conditions() {
        Map<String, String> conditions = new LinkedHashMap<>();
        node.path("depends_on")
                .properties()
                .forEach(
                        entry ->
                                conditions.put(
                                        entry.getKey(),
                                        entry.getValue().get("condition").asText()));
        return conditions;
    }

    List<Port> ports() {
        return texts("ports").stream()
                .map(text -> text.split(":"))
                .map(
                        parts ->
                                new Port(
                                        parts[0],
                                        Integer.parseInt(parts[1]),
                                        Integer.parseInt(parts[2])))
                .toList();
    }

    List<Mount> mounts() {
        return texts("volumes").stream()
                .map(text -> text.split(":"))
                .map(parts -> new Mount(parts[0], parts[1]))
                .toList();
    }

    List<String> temporaryFolders() {
        return texts("tmpfs");
    }

    private List<String> texts(String... path) {
        JsonNode found = node;
        for (String name : path) {
            found = found.path(name);
        }
        return found.valueStream().map(JsonNode::asText).toList();
    }
}

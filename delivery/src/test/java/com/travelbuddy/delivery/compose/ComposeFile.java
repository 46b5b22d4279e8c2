package com.travelbuddy.delivery.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.travelbuddy.delivery.support.Repository;

import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code compose.yaml} as compose reads it: anchors resolved, variables put in.
 *
 * @param services in the order of the file
 */
record ComposeFile(Map<String, ComposeService> services) {

    static final String NAME = "compose.yaml";

    private static final Pattern VARIABLE =
            Pattern.compile("\\$(?:(\\$)|\\{([A-Z_]+)(?::-([^}]*))?})");

    /** The file with the values that these variables have; the others have their defaults. */
    static ComposeFile with(Map<String, String> environment) {
        // Not Jackson's reader of YAML, which knows no merge keys.
        Object document =
                new Yaml(new SafeConstructor(new LoaderOptions())).load(Repository.read(NAME));
        JsonNode tree = new ObjectMapper().valueToTree(interpolated(document, environment));
        Map<String, ComposeService> services = new LinkedHashMap<>();
        tree.get("services")
                .properties()
                .forEach(
                        entry ->
                                services.put(
                                        entry.getKey(),
                                        new ComposeService(entry.getKey(), entry.getValue())));
        return new ComposeFile(services);
    }

    /** The variables that the file asks for, each with its default as it is written. */
    static Map<String, Set<String>> variables() {
        Map<String, Set<String>> found = new LinkedHashMap<>();
        VARIABLE.matcher(Repository.read(NAME))
                .results()
                .filter(reference -> reference.group(2) != null)
                .forEach(
                        reference ->
                                found.computeIfAbsent(
                                                reference.group(2), name -> new LinkedHashSet<>())
                                        .add(String.valueOf(reference.group(3))));
        return found;
    }

    ComposeService service(String name) {
        return services.get(name);
    }

    /**
     * All services, each behind those that it waits for.
     *
     * @throws IllegalStateException when some wait for each other
     */
    List<ComposeService> startOrder() {
        List<ComposeService> order = new ArrayList<>();
        while (order.size() < services.size()) {
            ComposeService next =
                    services.values().stream()
                            .filter(service -> !order.contains(service))
                            .filter(
                                    service ->
                                            service.conditions().keySet().stream()
                                                    .allMatch(
                                                            name -> order.contains(service(name))))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new IllegalStateException(
                                                    "what is left waits for each other, after "
                                                            + order.stream()
                                                                    .map(ComposeService::name)
                                                                    .toList()));
            order.add(next);
        }
        return order;
    }

    private static Object interpolated(Object node, Map<String, String> environment) {
        return switch (node) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, value) -> copy.put(key, interpolated(value, environment)));
                yield copy;
            }
            case List<?> list ->
                    list.stream().map(element -> interpolated(element, environment)).toList();
            case String text ->
                    VARIABLE.matcher(text)
                            .replaceAll(
                                    reference ->
                                            Matcher.quoteReplacement(
                                                    value(reference, environment)));
            case null, default -> node;
        };
    }

    private static String value(MatchResult reference, Map<String, String> environment) {
        return reference.group(1) != null
                ? "$"
                : environment.getOrDefault(reference.group(2), reference.group(3));
    }
}

package com.travelbuddy.delivery.policies;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.delivery.support.Npm;
import com.travelbuddy.delivery.support.Tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** AWS's list of actions, and what policies come to. Skips the test where there is no npm. */
final class Iam {

    private static final JsonMapper JSON = new JsonMapper();

    private Iam() {}

    /**
     * A kind of resource that an action takes.
     *
     * @param required whether it is always named
     * @param arn its form, with {@code ${...}} for the parts
     */
    record Resource(String type, boolean required, String arn) {

        boolean covers(String resource) {
            String form =
                    arn.replaceAll("[.+?^()|\\[\\]\\\\]", "\\\\$0")
                            .replaceAll("\\$\\{[^}]*}|\\*", ".+");
            return resource.matches(form);
        }
    }

    /** An action, as AWS lists it. */
    record Action(String accessLevel, List<Resource> resources) {}

    /** A call to AWS. */
    record Request(String action, String resource, Map<String, Object> context) {}

    /** The actions that there are, by name; those that there are not are missing. */
    static Map<String, Action> actions(Collection<String> names) {
        JsonNode answer = ask(Map.of("actions", names)).required("actions");
        Map<String, Action> actions = new LinkedHashMap<>();
        for (String name : names) {
            JsonNode details = answer.required(name);
            if (!details.isNull()) {
                actions.put(name, JSON.convertValue(details, Action.class));
            }
        }
        return actions;
    }

    /** What is wrong with the form of policies. */
    static List<String> problems(List<Policy> policies) {
        JsonNode answer =
                ask(
                        Map.of(
                                "documents",
                                policies.stream()
                                        .map(
                                                policy ->
                                                        Map.of(
                                                                "document", policy.document(),
                                                                "trust", policy.isTrust()))
                                        .toList()));
        return texts(answer.required("problems"));
    }

    /** Those of the requests that a role with these policies is refused. */
    static List<Request> refused(Collection<Request> requests, Policy... policies) {
        List<Request> asked = List.copyOf(requests);
        JsonNode answer =
                ask(
                        Map.of(
                                "requests",
                                asked.stream()
                                        .map(
                                                request ->
                                                        Map.of(
                                                                "policies",
                                                                List.of(policies).stream()
                                                                        .map(Policy::document)
                                                                        .toList(),
                                                                "action",
                                                                request.action(),
                                                                "resource",
                                                                request.resource(),
                                                                "context",
                                                                request.context()))
                                        .toList()));
        List<JsonNode> results =
                StreamSupport.stream(answer.required("results").spliterator(), false).toList();
        if (results.size() != asked.size()) {
            throw new IllegalStateException(answer.toString());
        }
        return IntStream.range(0, asked.size())
                .filter(i -> !results.get(i).asText().equals("Allowed"))
                .mapToObj(asked::get)
                .toList();
    }

    private static List<String> texts(JsonNode lists) {
        return StreamSupport.stream(lists.spliterator(), false)
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode ask(Map<String, ?> questions) {
        try {
            Path asked = Files.createTempFile("iam", ".json");
            Path answered = Files.createTempFile("iam", ".json");
            try {
                JSON.writeValue(asked.toFile(), questions);
                Tool.Result result = Npm.script("iam.mjs", asked.toString(), answered.toString());
                if (result.exitCode() != 0) {
                    throw new IllegalStateException(result.output());
                }
                return JSON.readTree(answered.toFile());
            } finally {
                Files.delete(asked);
                Files.delete(answered);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

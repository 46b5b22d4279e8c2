package com.travelbuddy.delivery.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.travelbuddy.delivery.support.Repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The chart as Helm renders it with some values. */
final class Chart {

    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    static final String RELEASE = "flightspecials";
    static final String NAMESPACE = "flightspecials";

    private static final Path FOLDER = Repository.path("chart");

    private Chart() {}

    /** Every document that comes of the least values and these. */
    static List<JsonNode> render(String... values) {
        try {
            Path file = Files.createTempFile("values", ".yaml");
            try {
                YAML.writeValue(file.toFile(), values(values));
                String text =
                        new Helm(FOLDER)
                                .template()
                                .withName(RELEASE)
                                .withNamespace(NAMESPACE)
                                .withKubeVersion("1.33.0")
                                .withValuesFile(file)
                                .call();
                return documents(text);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one document of that kind and name. */
    static JsonNode document(List<JsonNode> documents, String kind, String name) {
        List<JsonNode> found =
                documents.stream()
                        .filter(document -> document.path("kind").asText().equals(kind))
                        .filter(document -> document.at("/metadata/name").asText().equals(name))
                        .toList();
        if (found.size() != 1) {
            throw new AssertionError("%d times %s %s".formatted(found.size(), kind, name));
        }
        return found.getFirst();
    }

    /** What Helm's linter says of the chart, had it these values for defaults. */
    static LintResult lint(Path copy, String... values) {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(FOLDER.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
            Path defaults = copy.resolve("values.yaml");
            ObjectNode all = (ObjectNode) YAML.readTree(defaults.toFile());
            merge(all, values(values));
            YAML.writeValue(defaults.toFile(), all);
            return new Helm(copy).lint().strict().call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pod templates of a document, by the way to them. */
    static List<JsonNode> podTemplates(JsonNode document) {
        return Stream.of("/spec/template", "/spec/jobTemplate/spec/template")
                .map(document::at)
                .filter(template -> template.path("spec").has("containers"))
                .toList();
    }

    private static ObjectNode values(String... values) throws IOException {
        ObjectNode all = (ObjectNode) YAML.readTree(ValueSets.LEAST);
        for (String some : values) {
            JsonNode tree = YAML.readTree(some);
            if (tree instanceof ObjectNode object) {
                merge(all, object);
            }
        }
        return all;
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        from.properties()
                .forEach(
                        entry -> {
                            if (entry.getValue() instanceof ObjectNode inner
                                    && into.get(entry.getKey()) instanceof ObjectNode outer) {
                                merge(outer, inner);
                            } else {
                                into.set(entry.getKey(), entry.getValue());
                            }
                        });
    }

    private static List<JsonNode> documents(String text) throws IOException {
        List<JsonNode> documents = new ArrayList<>();
        try (var parser = YAML.createParser(text)) {
            YAML.readValues(parser, JsonNode.class)
                    .forEachRemaining(
                            document -> {
                                if (document.isObject()) {
                                    documents.add(document);
                                }
                            });
        }
        return documents;
    }
}

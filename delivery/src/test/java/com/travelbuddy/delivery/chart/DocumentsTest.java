package com.travelbuddy.delivery.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import com.travelbuddy.delivery.support.Npm;
import com.travelbuddy.delivery.support.Tool;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Every document of every set of values is one that the cluster's API knows, to the last field. */
class DocumentsTest {

    private static final Map<String, Class<?>> TYPES =
            Map.ofEntries(
                    Map.entry("v1 ConfigMap", ConfigMap.class),
                    Map.entry("v1 Namespace", Namespace.class),
                    Map.entry("v1 Service", Service.class),
                    Map.entry("v1 ServiceAccount", ServiceAccount.class),
                    Map.entry("apps/v1 Deployment", Deployment.class),
                    Map.entry(
                            "autoscaling/v2 HorizontalPodAutoscaler",
                            HorizontalPodAutoscaler.class),
                    Map.entry("batch/v1 CronJob", CronJob.class),
                    Map.entry("batch/v1 Job", Job.class),
                    Map.entry("networking.k8s.io/v1 Ingress", Ingress.class),
                    Map.entry("networking.k8s.io/v1 NetworkPolicy", NetworkPolicy.class),
                    Map.entry("policy/v1 PodDisruptionBudget", PodDisruptionBudget.class),
                    Map.entry("monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class),
                    Map.entry("monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class));
    private static final Set<String> CUSTOM =
            Set.of(
                    "argoproj.io/v1alpha1 Rollout",
                    "argoproj.io/v1alpha1 AnalysisTemplate",
                    "external-secrets.io/v1 ExternalSecret");
    private static final ObjectMapper STRICT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build();

    @ParameterizedTest
    @MethodSource("com.travelbuddy.delivery.chart.ValueSets#all")
    void areWithoutFaultToTheLinter(String[] values, @TempDir Path folder) {
        LintResult result = Chart.lint(folder, values);

        assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("com.travelbuddy.delivery.chart.ValueSets#all")
    void haveOnlyFieldsThatTheirTypeKnows(String[] values) throws IOException {
        List<JsonNode> documents = Chart.render(values);

        assertThat(documents).hasSizeGreaterThanOrEqualTo(4);
        for (JsonNode document : documents) {
            String type = type(document);
            if (!CUSTOM.contains(type)) {
                assertThat(TYPES).as("known types").containsKey(type);
                JsonNode typed = STRICT.valueToTree(STRICT.treeToValue(document, TYPES.get(type)));
                // Fields that a type does not have are kept apart and come back; what it has not
                // kept is lost.
                assertThat(lost("", document, typed)).as("%s", type).isEmpty();
                assertThat(unknown(STRICT.treeToValue(document, TYPES.get(type))))
                        .as("unknown fields of %s", type)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("com.travelbuddy.delivery.chart.ValueSets#all")
    void standOnceEachInTheNamespaceOfTheRelease(String[] values) {
        Set<String> seen = new HashSet<>();
        for (JsonNode document : Chart.render(values)) {
            String name = type(document) + " " + document.at("/metadata/name").asText();
            assertThat(seen.add(name)).as("%s is there twice", name).isTrue();
            if (!document.path("kind").asText().equals("Namespace")) {
                assertThat(document.at("/metadata/namespace").asText())
                        .as(name)
                        .isEqualTo(Chart.NAMESPACE);
            }
        }
    }

    @Test
    void areKnownToArgoAndExternalSecrets(@TempDir Path folder) throws IOException {
        List<JsonNode> custom =
                ValueSets.all()
                        .flatMap(values -> Chart.render(values.getPayload()).stream())
                        .filter(document -> CUSTOM.contains(type(document)))
                        .distinct()
                        .toList();
        assertThat(custom.stream().map(DocumentsTest::type)).containsAll(CUSTOM);

        assertThat(faults(folder, custom)).isEmpty();
    }

    @Test
    void areRefusedWithAFieldThatArgoDoesNotKnow(@TempDir Path folder) throws IOException {
        JsonNode rollout = Chart.document(Chart.render(), "Rollout", "flightspecials");
        ((ObjectNode) rollout.at("/spec/strategy/canary")).put("maxSurges", 1);

        assertThat(faults(folder, List.of(rollout)))
                .contains("spec.strategy.canary.maxSurges: unknown");
    }

    private static String faults(Path folder, List<JsonNode> documents) throws IOException {
        Path file = folder.resolve("documents.json");
        STRICT.writeValue(file.toFile(), documents);
        Tool.Result result = Npm.script("custom-resources.mjs", file.toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output()).contains("checked " + documents.size());
        return result.output().replace("checked " + documents.size(), "").strip();
    }

    private static String type(JsonNode document) {
        return document.path("apiVersion").asText() + " " + document.path("kind").asText();
    }

    /** What has gone on the way through the type, by path. */
    private static List<String> lost(String path, JsonNode before, JsonNode after) {
        List<String> lost = new ArrayList<>();
        before.properties()
                .forEach(
                        entry -> {
                            String below = path + "/" + entry.getKey();
                            JsonNode kept = after.path(entry.getKey());
                            boolean empty =
                                    entry.getValue().isContainerNode()
                                            && entry.getValue().isEmpty();
                            if (kept.isMissingNode() && !empty) {
                                lost.add(below);
                            } else {
                                lost.addAll(lost(below, entry.getValue(), kept));
                            }
                        });
        for (int i = 0; before.isArray() && i < before.size(); i++) {
            lost.addAll(lost(path + "/" + i, before.get(i), after.path(i)));
        }
        return lost;
    }

    /** What fabric8's types have put aside as additional, anywhere in the object. */
    private static Set<String> unknown(Object model) {
        Set<String> names = new TreeSet<>();
        unknown(model, names);
        return names;
    }

    private static void unknown(Object model, Set<String> names) {
        switch (model) {
            case null -> {}
            case Iterable<?> several -> several.forEach(one -> unknown(one, names));
            case Map<?, ?> map -> map.values().forEach(one -> unknown(one, names));
            default -> {
                if (!model.getClass().getName().startsWith("io.fabric8")
                        || model.getClass().isEnum()) {
                    return;
                }
                for (var method : model.getClass().getMethods()) {
                    if (method.getParameterCount() != 0 || !method.getName().startsWith("get")) {
                        continue;
                    }
                    try {
                        Object value = method.invoke(model);
                        if (method.getName().equals("getAdditionalProperties")) {
                            ((Map<?, ?>) value).keySet().forEach(k -> names.add(k.toString()));
                        } else {
                            unknown(value, names);
                        }
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
    }
}

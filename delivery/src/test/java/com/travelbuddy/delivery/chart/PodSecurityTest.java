package com.travelbuddy.delivery.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The rules of the restricted profile of the Pod Security Standards, over every pod. */
class PodSecurityTest {

    private static final Set<String> VOLUMES =
            Set.of(
                    "configMap",
                    "csi",
                    "downwardAPI",
                    "emptyDir",
                    "ephemeral",
                    "persistentVolumeClaim",
                    "projected",
                    "secret");

    @ParameterizedTest
    @MethodSource("com.travelbuddy.delivery.chart.ValueSets#all")
    void holdsForEveryPod(String[] values) {
        List<JsonNode> templates =
                Chart.render(values).stream()
                        .flatMap(document -> Chart.podTemplates(document).stream())
                        .toList();

        assertThat(templates).isNotEmpty();
        assertThat(templates).allSatisfy(pod -> assertThat(breaches(pod.path("spec"))).isEmpty());
    }

    @Test
    void coversEachKindOfPod() {
        assertThat(
                        Chart.render(ValueSets.allOn()).stream()
                                .mapToInt(document -> Chart.podTemplates(document).size())
                                .sum())
                .as("service, migration, run, verify, serve")
                .isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hostNetwork: true | hostNetwork",
                "hostPID: true | hostPID",
                "automountServiceAccountToken: true | automountServiceAccountToken",
                "enableServiceLinks: true | enableServiceLinks",
                "securityContext: {runAsNonRoot: false} | runAsNonRoot",
                "securityContext: {runAsNonRoot: true, runAsUser: 0} | runAsUser",
                "securityContext: {seccompProfile: {type: Unconfined}} | seccompProfile",
                "volumes: [{name: x, hostPath: {path: /}}] | hostPath",
                "containers: [{securityContext: {privileged: true}}] | privileged",
                "containers: [{securityContext: {capabilities: {add: [SYS_ADMIN]}}}] | capabilities",
                "containers: [{ports: [{hostPort: 80}]}] | hostPort",
            })
    void isBrokenBy(String change, String rule) throws Exception {
        ObjectNode spec =
                Chart.document(Chart.render(), "Rollout", "flightspecials")
                        .at("/spec/template/spec")
                        .deepCopy();
        spec.setAll((ObjectNode) Chart.YAML.readTree(change));

        assertThat(breaches(spec)).anyMatch(breach -> breach.contains(rule));
    }

    /** Baseline and restricted, and what this chart asks beyond. */
    private static List<String> breaches(JsonNode spec) {
        List<String> breaches = new ArrayList<>();
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (spec.path(host).asBoolean()) {
                breaches.add(host);
            }
        }
        for (String unwanted : List.of("automountServiceAccountToken", "enableServiceLinks")) {
            if (spec.path(unwanted).asBoolean(true)) {
                breaches.add(unwanted);
            }
        }
        JsonNode pod = spec.path("securityContext");
        if (pod.has("sysctls")) {
            breaches.add("sysctls");
        }
        for (JsonNode volume : spec.path("volumes")) {
            volume.fieldNames()
                    .forEachRemaining(
                            field -> {
                                if (!field.equals("name") && !VOLUMES.contains(field)) {
                                    breaches.add("volume " + field);
                                }
                            });
        }
        List<JsonNode> containers = new ArrayList<>();
        for (String list : List.of("containers", "initContainers", "ephemeralContainers")) {
            spec.path(list).forEach(containers::add);
        }
        containers.forEach(container -> breaches.addAll(breaches(pod, container)));
        return breaches;
    }

    private static List<String> breaches(JsonNode pod, JsonNode container) {
        List<String> breaches = new ArrayList<>();
        JsonNode own = container.path("securityContext");
        if (own.path("privileged").asBoolean()) {
            breaches.add("privileged");
        }
        if (own.path("allowPrivilegeEscalation").asBoolean(true)) {
            breaches.add("allowPrivilegeEscalation");
        }
        if (!own.path("readOnlyRootFilesystem").asBoolean()) {
            breaches.add("readOnlyRootFilesystem");
        }
        if (!either(pod, own, "runAsNonRoot").asBoolean()) {
            breaches.add("runAsNonRoot");
        }
        if (either(pod, own, "runAsUser").asInt(1) == 0) {
            breaches.add("runAsUser");
        }
        if (!Set.of("RuntimeDefault", "Localhost")
                .contains(either(pod, own, "seccompProfile").path("type").asText())) {
            breaches.add("seccompProfile");
        }
        JsonNode capabilities = own.path("capabilities");
        boolean dropsAll = false;
        for (JsonNode dropped : capabilities.path("drop")) {
            dropsAll |= dropped.asText().equals("ALL");
        }
        if (!dropsAll || !capabilities.path("add").isEmpty()) {
            breaches.add("capabilities");
        }
        if (own.has("procMount") || own.has("seLinuxOptions") || own.has("appArmorProfile")) {
            breaches.add("procMount, seLinuxOptions or appArmorProfile");
        }
        container
                .path("ports")
                .forEach(
                        port -> {
                            if (port.path("hostPort").asInt() != 0) {
                                breaches.add("hostPort");
                            }
                        });
        return breaches;
    }

    /** The container's own, or else the pod's. */
    private static JsonNode either(JsonNode pod, JsonNode own, String field) {
        return own.has(field) ? own.path(field) : pod.path(field);
    }
}

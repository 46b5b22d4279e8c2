package com.travelbuddy.delivery.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The names and values that other teams rely on. */
class NamesTest {

    private final List<JsonNode> documents = Chart.render();

    @Test
    void nameTheService() {
        JsonNode service = Chart.document(documents, "Service", "flightspecials-service");

        assertThat(service.at("/metadata/namespace").asText()).isEqualTo("flightspecials");
        assertThat(service.at("/spec/type").asText()).isEqualTo("NodePort");
        assertThat(service.at("/spec/ports")).hasSize(1);
        assertThat(service.at("/spec/ports/0/port").asInt()).isEqualTo(80);
        assertThat(service.at("/spec/ports/0/targetPort").asInt()).isEqualTo(8080);
        assertThat(podTemplate().at("/metadata/labels")).containsAll(service.at("/spec/selector"));
    }

    @Test
    void shareTheLoadBalancer() {
        JsonNode ingress = Chart.document(documents, "Ingress", "flightspecials-ingress");
        JsonNode annotations = ingress.at("/metadata/annotations");

        assertThat(ingress.at("/spec/ingressClassName").asText()).isEqualTo("alb");
        Map.of(
                        "scheme", "internet-facing",
                        "target-type", "ip",
                        "group.name", "travelbuddy",
                        "group.order", "2",
                        "healthcheck-port", "8081",
                        "healthcheck-path", "/health/ready",
                        "listen-ports", "[{\"HTTP\":80}]")
                .forEach(
                        (name, value) ->
                                assertThat(annotations.path("alb.ingress.kubernetes.io/" + name))
                                        .as(name)
                                        .isEqualTo(TextNode.valueOf(value)));
        JsonNode path = ingress.at("/spec/rules/0/http/paths/0");
        assertThat(path.path("path").asText()).isEqualTo("/flightspecials");
        assertThat(path.path("pathType").asText()).isEqualTo("Prefix");
        assertThat(path.at("/backend/service/name").asText()).isEqualTo("flightspecials-service");
        assertThat(path.at("/backend/service/port/number").asInt()).isEqualTo(80);
    }

    @Test
    void redirectToHttpsWithACertificate() {
        JsonNode annotations =
                Chart.document(Chart.render(ValueSets.TLS), "Ingress", "flightspecials-ingress")
                        .at("/metadata/annotations");

        assertThat(annotations.path("alb.ingress.kubernetes.io/certificate-arn").asText())
                .startsWith("arn:aws:acm:");
        assertThat(annotations.path("alb.ingress.kubernetes.io/ssl-redirect").asText())
                .isEqualTo("443");
        assertThat(annotations.path("alb.ingress.kubernetes.io/listen-ports").asText())
                .contains("\"HTTPS\":443");
    }

    @Test
    void keepTheConfigMap() {
        JsonNode data =
                Chart.document(
                                Chart.render("database: {port: 5432}"),
                                "ConfigMap",
                                "flightspecials-configmap")
                        .path("data");

        assertThat(data).allMatch(JsonNode::isTextual);
        assertThat(Chart.YAML.<Map<String, String>>convertValue(data, new TypeReference<>() {}))
                .isEqualTo(
                        Map.of(
                                "environment", "production",
                                "database_endpoint", "dso.example.com",
                                "database_port", "5432",
                                "database_username", "postgres"));
        assertThat(fromConfigMap())
                .isEqualTo(
                        Map.of(
                                "ENVIRONMENT", "environment",
                                "DATABASE_ENDPOINT", "database_endpoint",
                                "DATABASE_PORT", "database_port",
                                "DATABASE_USERNAME", "database_username"));
    }

    @Test
    void bindTheServiceAccountToItsRole() {
        JsonNode account =
                Chart.document(
                        Chart.render(ValueSets.ROLES),
                        "ServiceAccount",
                        "flightspecials-service-account");

        assertThat(account.at("/metadata/annotations/eks.amazonaws.com~1role-arn").asText())
                .isEqualTo("arn:aws:iam::123456789012:role/flightspecials");
        assertThat(podTemplate().at("/spec/serviceAccountName").asText())
                .isEqualTo("flightspecials-service-account");
    }

    @Test
    void askForTheResources() {
        JsonNode resources = container().path("resources");

        assertThat(resources.at("/requests/cpu").asText()).isEqualTo("250m");
        assertThat(resources.at("/requests/memory").asText()).isEqualTo("256Mi");
        assertThat(resources.at("/limits/cpu").asText()).isEqualTo("1");
        assertThat(resources.at("/limits/memory").asText()).isEqualTo("2048Mi");
    }

    @Test
    void releaseInSteps() throws Exception {
        JsonNode spec = Chart.document(documents, "Rollout", "flightspecials").path("spec");

        assertThat(spec.path("replicas").asInt()).isEqualTo(2);
        assertThat(spec.path("revisionHistoryLimit").asInt()).isEqualTo(2);
        assertThat(spec.path("strategy"))
                .isEqualTo(
                        Chart.YAML.readTree(
                                """
                                canary:
                                  maxSurge: 50%
                                  maxUnavailable: 0
                                  steps:
                                    - {setWeight: 20}
                                    - {pause: {duration: 30s}}
                                    - {setWeight: 40}
                                    - {pause: {duration: 30s}}
                                    - {setWeight: 60}
                                    - {pause: {duration: 30s}}
                                    - {setWeight: 80}
                                    - {pause: {duration: 20s}}
                                """));
    }

    @Test
    void haveTheSamePodsInADeployment() {
        List<JsonNode> plain = Chart.render(ValueSets.DEPLOYMENT);

        assertThat(Chart.document(plain, "Deployment", "flightspecials").at("/spec/template"))
                .isEqualTo(podTemplate());
        assertThat(plain).noneMatch(document -> document.path("kind").asText().equals("Rollout"));
    }

    @Test
    void leaveTheReplicasToTheAutoscaler() {
        for (String kind : List.of("Rollout", "Deployment")) {
            List<JsonNode> scaled =
                    Chart.render(
                            ValueSets.AUTOSCALED,
                            "rollout: {enabled: %s}".formatted(kind.equals("Rollout")));
            JsonNode target =
                    Chart.document(scaled, "HorizontalPodAutoscaler", "flightspecials")
                            .at("/spec/scaleTargetRef");
            JsonNode workload = Chart.document(scaled, kind, "flightspecials");

            assertThat(workload.path("spec").has("replicas")).isFalse();
            assertThat(target.path("kind").asText()).isEqualTo(kind);
            assertThat(target.path("apiVersion")).isEqualTo(workload.path("apiVersion"));
        }
    }

    @Test
    void keepATagOfDigitsAString() {
        assertThat(container().path("image").asText())
                .isEqualTo("example.com/flightspecials:20240101");
    }

    @Test
    void probeTheManagementPort() {
        assertThat(container().at("/startupProbe/httpGet/path").asText())
                .isEqualTo("/health/started");
        assertThat(container().at("/readinessProbe/httpGet/path").asText())
                .isEqualTo("/health/ready");
        assertThat(container().at("/livenessProbe/httpGet/path").asText())
                .isEqualTo("/health/live");
        for (JsonNode port : container().path("ports")) {
            if (port.path("name").asText().equals("management")) {
                assertThat(port.path("containerPort").asInt()).isEqualTo(8081);
            }
        }
    }

    private JsonNode podTemplate() {
        return Chart.document(documents, "Rollout", "flightspecials").at("/spec/template");
    }

    private JsonNode container() {
        return podTemplate().at("/spec/containers/0");
    }

    private Map<String, String> fromConfigMap() {
        return StreamSupport.stream(container().path("env").spliterator(), false)
                .filter(variable -> variable.has("valueFrom"))
                .collect(
                        Collectors.toMap(
                                variable -> variable.path("name").asText(),
                                variable ->
                                        variable.at("/valueFrom/configMapKeyRef/key").asText()));
    }
}

package com.travelbuddy.delivery.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.delivery.chart.Traffic.End;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the network lets through: all that a pod needs, and nothing else. */
class NetworkPolicyTest {

    private static final String NARROW =
            """
            networkPolicy:
              loadBalancer: [10.1.0.0/16]
              postgres: {cidrs: [10.2.0.0/24]}
              kafka: {cidrs: [10.3.0.0/24]}
              mysql: {cidrs: [10.4.0.0/24]}
              aws: {cidrs: [10.5.0.0/24]}
              statusViewers: [10.9.0.0/16]
            """;
    private static final Map<String, End> ENDS =
            Map.ofEntries(
                    Map.entry("anyone", End.outside("203.0.113.7")),
                    Map.entry("alb", End.outside("10.1.2.3")),
                    Map.entry("postgres", End.outside("10.2.0.5")),
                    Map.entry("kafka", End.outside("10.3.0.5")),
                    Map.entry("mysql", End.outside("10.4.0.5")),
                    Map.entry("aws", End.outside("10.5.0.5")),
                    Map.entry("viewer", End.outside("10.9.0.5")),
                    Map.entry("metadata", End.outside("169.254.169.254")),
                    Map.entry("dns", End.pod("kube-system", Map.of("k8s-app", "kube-dns"))),
                    Map.entry("falseDns", End.pod("default", Map.of("k8s-app", "kube-dns"))),
                    Map.entry(
                            "prometheus",
                            End.pod("monitoring", Map.of("app.kubernetes.io/name", "prometheus"))),
                    Map.entry(
                            "falsePrometheus",
                            End.pod("default", Map.of("app.kubernetes.io/name", "prometheus"))),
                    Map.entry("neighbour", End.pod(Chart.NAMESPACE, Map.of("app", "other"))));

    private final List<JsonNode> documents =
            Chart.render(
                    ValueSets.REVERSE_SYNC,
                    ValueSets.SERVE,
                    ValueSets.MONITORED,
                    ValueSets.MIGRATION,
                    NARROW);
    private final Traffic traffic = new Traffic(documents);

    @ParameterizedTest
    @CsvSource({
        "service, dns UDP 53; dns TCP 53; postgres TCP 5432; kafka TCP 9098; aws TCP 443",
        "migration, dns UDP 53; dns TCP 53; postgres TCP 5432; aws TCP 443",
        "reverse-sync-run, dns UDP 53; dns TCP 53; postgres TCP 5432; mysql TCP 3306; aws TCP 443",
        "reverse-sync-verify, dns UDP 53; dns TCP 53; postgres TCP 5432; mysql TCP 3306; aws TCP 443",
        "reverse-sync-serve, dns UDP 53; dns TCP 53; postgres TCP 5432; mysql TCP 3306; aws TCP 443",
    })
    void letsOut(String component, String allowed) {
        assertThat(open(component, false)).containsExactlyInAnyOrder(allowed.split("; "));
    }

    @ParameterizedTest
    @CsvSource({
        "service, anyone TCP 8080; alb TCP 8080; postgres TCP 8080; kafka TCP 8080; mysql TCP 8080;"
                + " aws TCP 8080; viewer TCP 8080; metadata TCP 8080; dns TCP 8080; falseDns TCP 8080;"
                + " prometheus TCP 8080; falsePrometheus TCP 8080; neighbour TCP 8080; alb TCP 8081;"
                + " prometheus TCP 8081",
        "migration, ''",
        "reverse-sync-run, ''",
        "reverse-sync-verify, ''",
        "reverse-sync-serve, prometheus TCP 8090; viewer TCP 8090",
    })
    void letsIn(String component, String allowed) {
        assertThat(open(component, true))
                .containsExactlyInAnyOrder(allowed.isEmpty() ? new String[0] : allowed.split("; "));
    }

    /** All that is open of every end, protocol and port that comes into question. */
    private List<String> open(String component, boolean entering) {
        Map<String, String> pod = labels(component);
        return ENDS.entrySet().stream()
                .flatMap(
                        end ->
                                List.of("TCP", "UDP").stream()
                                        .flatMap(
                                                protocol ->
                                                        List.of(
                                                                        22, 53, 80, 443, 3306, 5432,
                                                                        8080, 8081, 8090, 9092,
                                                                        9098, 10250)
                                                                .stream()
                                                                .filter(
                                                                        port ->
                                                                                entering
                                                                                        ? traffic
                                                                                                .enters(
                                                                                                        pod,
                                                                                                        end
                                                                                                                .getValue(),
                                                                                                        protocol,
                                                                                                        port)
                                                                                        : traffic
                                                                                                .leaves(
                                                                                                        pod,
                                                                                                        end
                                                                                                                .getValue(),
                                                                                                        protocol,
                                                                                                        port))
                                                                .map(
                                                                        port ->
                                                                                end.getKey()
                                                                                        + " "
                                                                                        + protocol
                                                                                        + " "
                                                                                        + port)))
                .toList();
    }

    private Map<String, String> labels(String component) {
        return documents.stream()
                .flatMap(document -> Chart.podTemplates(document).stream())
                .map(template -> template.at("/metadata/labels"))
                .filter(
                        labels ->
                                labels.path("app.kubernetes.io/component")
                                        .asText()
                                        .equals(component))
                .map(
                        labels ->
                                labels.propertyStream()
                                        .collect(
                                                Collectors.toMap(
                                                        Map.Entry::getKey,
                                                        entry -> entry.getValue().asText())))
                .findFirst()
                .orElseThrow();
    }
}

package com.travelbuddy.delivery.chart;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who may talk to whom, as the rendered NetworkPolicies say. */
final class Traffic {

    /**
     * One end of a connection.
     *
     * @param namespace of a pod; empty outside of the cluster
     */
    record End(String address, Optional<String> namespace, Map<String, String> labels) {

        static End outside(String address) {
            return new End(address, Optional.empty(), Map.of());
        }

        static End pod(String namespace, Map<String, String> labels) {
            // An address that no CIDR of the values has but 0.0.0.0/0, so that labels decide.
            return new End("100.64.0.9", Optional.of(namespace), labels);
        }
    }

    private final List<JsonNode> policies;

    Traffic(List<JsonNode> documents) {
        policies =
                documents.stream()
                        .filter(document -> document.path("kind").asText().equals("NetworkPolicy"))
                        .toList();
    }

    /** Whether a pod of the release with these labels may open a connection to there. */
    boolean leaves(Map<String, String> pod, End to, String protocol, int port) {
        return allowed(pod, "Egress", "egress", "to", to, protocol, port);
    }

    /** Whether one may be opened from there to a pod of the release with these labels. */
    boolean enters(Map<String, String> pod, End from, String protocol, int port) {
        return allowed(pod, "Ingress", "ingress", "from", from, protocol, port);
    }

    private boolean allowed(
            Map<String, String> pod,
            String type,
            String direction,
            String peers,
            End end,
            String protocol,
            int port) {
        List<JsonNode> selecting =
                policies.stream()
                        .map(policy -> policy.path("spec"))
                        .filter(spec -> matches(spec.path("podSelector"), pod))
                        .filter(
                                spec ->
                                        spec.path("policyTypes")
                                                .valueStream()
                                                .anyMatch(one -> one.asText().equals(type)))
                        .toList();
        return selecting.isEmpty()
                || selecting.stream()
                        .flatMap(spec -> spec.path(direction).valueStream())
                        .anyMatch(
                                rule ->
                                        matchesPort(rule.path("ports"), protocol, port)
                                                && matchesPeer(rule.path(peers), end));
    }

    private static boolean matchesPort(JsonNode ports, String protocol, int port) {
        return ports.isEmpty()
                || ports.valueStream()
                        .anyMatch(
                                one ->
                                        one.path("protocol").asText("TCP").equals(protocol)
                                                && (!one.has("port")
                                                        || one.path("port").asInt() == port));
    }

    /** No peers at all means everybody. */
    private static boolean matchesPeer(JsonNode peers, End end) {
        return peers.isEmpty() || peers.valueStream().anyMatch(peer -> matches(peer, end));
    }

    private static boolean matches(JsonNode peer, End end) {
        if (peer.has("ipBlock")) {
            return contains(peer.at("/ipBlock/cidr").asText(), end.address())
                    && peer.at("/ipBlock/except")
                            .valueStream()
                            .noneMatch(except -> contains(except.asText(), end.address()));
        }
        if (end.namespace().isEmpty()) {
            return false;
        }
        boolean namespace =
                peer.has("namespaceSelector")
                        ? matches(
                                peer.path("namespaceSelector"),
                                Map.of("kubernetes.io/metadata.name", end.namespace().get()))
                        : end.namespace().get().equals(Chart.NAMESPACE);
        return namespace && matches(peer.path("podSelector"), end.labels());
    }

    private static boolean matches(JsonNode selector, Map<String, String> labels) {
        if (selector.has("matchExpressions")) {
            throw new IllegalArgumentException("matchExpressions are not understood here");
        }
        return selector.path("matchLabels")
                .propertyStream()
                .allMatch(entry -> entry.getValue().asText().equals(labels.get(entry.getKey())));
    }

    private static boolean contains(String cidr, String address) {
        String[] parts = cidr.split("/");
        int bits = Integer.parseInt(parts[1]);
        long mask = bits == 0 ? 0 : -1L << (32 - bits);
        return (number(parts[0]) & mask) == (number(address) & mask);
    }

    private static long number(String address) {
        long number = 0;
        for (String part : address.split("\\.")) {
            number = number << 8 | Integer.parseInt(part);
        }
        return number;
    }
}

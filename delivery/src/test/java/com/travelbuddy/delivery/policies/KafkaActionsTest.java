package com.travelbuddy.delivery.policies;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.delivery.policies.ByteCode.Method;
import com.travelbuddy.delivery.policies.Iam.Request;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the service may do at the brokers what it does, by the table of "Semantics of IAM
 * authorization policy actions and resources" in the Amazon MSK Developer Guide.
 */
final class KafkaActionsTest {

    private static final String KAFKA = "org.apache.kafka.clients.";
    private static final String CLUSTER = arn("cluster", "");
    private static final String TOPIC = arn("topic", "/flightspecial-update-header");
    private static final String GROUP = arn("group", "/console-consumer-12345");

    /** What a broker asks IAM for each thing that the service has its clients do. */
    private static final Map<String, Map<String, String>> ASKED =
            Map.of(
                    "admin.Admin.describeTopics",
                    Map.of("Connect", CLUSTER, "DescribeTopic", TOPIC),
                    "admin.Admin.createTopics",
                    Map.of("Connect", CLUSTER, "CreateTopic", TOPIC),
                    // Idempotent: its first request is for a producer id.
                    "producer.KafkaProducer.<init>",
                    Map.of("Connect", CLUSTER, "WriteDataIdempotently", CLUSTER),
                    // By Helidon's connector.
                    "producer.Producer.send",
                    Map.of("Connect", CLUSTER, "DescribeTopic", TOPIC, "WriteData", TOPIC));

    /** What nothing is sent for. */
    private static final Set<String> SILENT =
            Set.of(
                    "admin.Admin.create",
                    "admin.Admin.close",
                    "admin.CreateTopicsResult.all",
                    "admin.DescribeTopicsResult.allTopicNames",
                    "admin.NewTopic.<init>",
                    "producer.KafkaProducer.close",
                    "producer.Producer.close",
                    "producer.ProducerRecord.<init>");

    private static final Policy SERVICE = Policy.named("service");

    @Test
    void allThatTheServiceHasItsClientsDoIsKnownHere() {
        ByteCode code =
                AwsCalls.of("service/target/flightspecials-service.jar", "helidon-messaging-kafka")
                        .code();
        Set<String> calls =
                code.calls().entrySet().stream()
                        .filter(one -> isOfTheProducer(one.getKey()))
                        .flatMap(one -> one.getValue().stream())
                        .filter(method -> method.owner().startsWith(KAFKA))
                        .map(KafkaActionsTest::name)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> known = new TreeSet<>(SILENT);
        known.addAll(ASKED.keySet());
        assertThat(calls).isEqualTo(known);
    }

    /** The connector reads too, which the service does not have it do. */
    private static boolean isOfTheProducer(Method caller) {
        return caller.owner().startsWith("com.travelbuddy.")
                || caller.owner()
                        .startsWith("io.helidon.messaging.connectors.kafka.KafkaSubscriber");
    }

    private static String name(Method method) {
        return "%s.%s".formatted(method.owner().substring(KAFKA.length()), method.name());
    }

    @Test
    void theServiceMayDoAtTheBrokersWhatItDoes() {
        List<Request> requests =
                ASKED.values().stream()
                        .flatMap(asked -> asked.entrySet().stream())
                        .map(asked -> request(asked.getKey(), asked.getValue()))
                        .distinct()
                        .toList();
        assertThat(requests).hasSize(5);
        assertThat(Iam.refused(requests, SERVICE)).isEmpty();
    }

    @Test
    void aConsoleConsumerInThePodMayReadTheTopic() {
        List<Request> requests =
                List.of(
                        request("Connect", CLUSTER),
                        request("DescribeTopic", TOPIC),
                        request("ReadData", TOPIC),
                        request("DescribeGroup", GROUP),
                        request("AlterGroup", GROUP));
        assertThat(Iam.refused(requests, SERVICE)).isEmpty();
    }

    @Test
    void otherTopicsClustersAndGroupsAreOutOfReach() {
        List<Request> requests =
                Stream.of("DescribeTopic", "CreateTopic", "WriteData", "ReadData")
                        .map(action -> request(action, arn("topic", "/payments")))
                        .collect(Collectors.toList());
        requests.add(request("AlterGroup", arn("group", "/billing")));
        requests.add(
                request(
                        "Connect",
                        Resources.arn("kafka", "cluster/other/00000000-0000-0000-0000-0")));
        requests.add(request("DeleteTopic", TOPIC));
        requests.add(request("AlterTopic", TOPIC));
        assertThat(Iam.refused(requests, SERVICE)).isEqualTo(requests);
    }

    private static Request request(String action, String resource) {
        return Resources.request("kafka-cluster:" + action, resource);
    }

    private static String arn(String kind, String name) {
        return Resources.arn("kafka", "%s/%s%s".formatted(kind, Policy.CLUSTER, name));
    }
}

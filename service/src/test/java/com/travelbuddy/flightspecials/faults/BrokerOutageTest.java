package com.travelbuddy.flightspecials.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.flightspecials.support.Client;
import com.travelbuddy.flightspecials.support.Delivery;
import com.travelbuddy.flightspecials.support.Load;
import com.travelbuddy.flightspecials.support.ManagementPort;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;
import com.travelbuddy.flightspecials.support.SpecialsDatabase;
import com.travelbuddy.flightspecials.support.Topic;
import com.travelbuddy.local.servers.LocalKafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The broker, or the topic, is away; the API does not notice. */
final class BrokerOutageTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static LocalKafka kafka;

    private final String name = Servers.newDatabase();
    private final SpecialsDatabase database = new SpecialsDatabase(Servers.postgres(), name);
    private final Map<String, String> environment =
            ServiceEnvironment.of(Servers.postgres(), name, kafka);
    private final String topicName = environment.get("KAFKA_TOPIC");

    @BeforeAll
    static void startKafka() {
        kafka = LocalKafka.start(LocalKafka.Options.temporary());
    }

    @AfterAll
    static void closeKafka() {
        kafka.close();
    }

    @Test
    void updatesGoOnWhileTheBrokerIsAwayAndAreAllPublishedAfterwards() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Topic topic = new Topic(kafka.bootstrap(), topicName);
                Client client = new Client();
                Load load = Load.start(4, service::uri)) {
            await().atMost(BOUND).until(() -> management.relayIs("publishing"));
            load.awaitAnswered(10);
            kafka.stop();
            load.awaitAnswered(1_000);
            load.stop();
            await().atMost(BOUND).until(() -> management.relayIs("broker_away"));
            double age = management.meter("outbox_oldest_event_age_seconds");
            double failures = failures(management);
            assertThat(management.meter("outbox_backlog_events")).isGreaterThanOrEqualTo(900);
            await().atMost(BOUND).until(() -> failures(management) > failures);
            assertThat(management.meter("outbox_oldest_event_age_seconds")).isGreaterThan(age);
            assertThat(management.isReady()).isTrue();
            assertThat(client.update(service.uri(), 1, "Still away").statusCode()).isEqualTo(200);

            kafka.start();
            assertThat(load.refused()).isEmpty();
            assertThat(load.cut()).isZero();
            Delivery.assertComplete(database, topic, load.answered());
            await().atMost(BOUND).until(() -> management.relayIs("publishing"));
            assertThat(relayLines(service))
                    .as("one line per change of state, however many tries")
                    .satisfiesExactly(
                            line -> assertThat(line).contains("publishes"),
                            line -> assertThat(line).contains("waits for the broker"),
                            line -> assertThat(line).contains("publishes"));
        }
    }

    @Test
    void aServiceThatStartsWhileTheBrokerIsAwayServesAndPublishesLater() throws Exception {
        kafka.stop();
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Topic topic = new Topic(kafka.bootstrap(), topicName);
                Client client = new Client()) {
            assertThat(client.update(service.uri(), 1, "Broker away").statusCode()).isEqualTo(200);
            await().atMost(BOUND).until(() -> management.relayIs("broker_away"));
            assertThat(management.isReady()).isTrue();
            kafka.start();
            Delivery.assertComplete(database, topic, List.of());
        } finally {
            kafka.start();
        }
    }

    @Test
    void aTopicThatIsMissingAndMayNotBeCreatedIsWaitedFor() throws Exception {
        environment.put("KAFKA_CREATE_TOPIC", "false");
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Topic topic = new Topic(kafka.bootstrap(), topicName);
                Client client = new Client()) {
            assertThat(client.update(service.uri(), 1, "No topic").statusCode()).isEqualTo(200);
            await().atMost(BOUND).until(() -> management.relayIs("topic_missing"));
            kafka.createTopic(topicName, 3);
            Delivery.assertComplete(database, topic, List.of());
        }
    }

    @Test
    void aTopicThatIsDeletedWhileEventsFlowIsCreatedAgain() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                Client client = new Client()) {
            assertThat(client.update(service.uri(), 1, "Before").statusCode()).isEqualTo(200);
            database.awaitNoBacklog();
            try (Admin admin = admin()) {
                admin.deleteTopics(List.of(topicName)).all().get();
            }
            assertThat(client.update(service.uri(), 1, "After").statusCode()).isEqualTo(200);
            database.awaitNoBacklog();
            try (Topic topic = new Topic(kafka.bootstrap(), topicName)) {
                assertThat(topic.await(1).getFirst().value()).contains("After");
            }
        }
    }

    @Test
    void aServiceThatIsStoppedWhileTheBrokerIsAwayLeavesInTimeAndLosesNothing() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                Topic topic = new Topic(kafka.bootstrap(), topicName);
                Load load = Load.start(2, service::uri)) {
            load.awaitAnswered(10);
            kafka.kill();
            load.awaitAnswered(10);
            load.stop();
            service.terminate();
            assertThat(service.awaitExit(Duration.ofSeconds(10))).as(service.log()).isZero();
            kafka.start();
            try (ServiceProcess _ = ServiceProcess.start(environment)) {
                Delivery.assertComplete(database, topic, load.answered());
            }
        } finally {
            kafka.start();
        }
    }

    /** The broker's refusal of one record says nothing of those behind it. */
    @Test
    void anEventThatTheBrokerRefusesIsNotOvertaken() throws Exception {
        kafka.createTopic(topicName, 1);
        configure("max.message.bytes", "900");
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Topic topic = new Topic(kafka.bootstrap(), topicName);
                Client client = new Client()) {
            assertThat(client.update(service.uri(), 1, "Small").statusCode()).isEqualTo(200);
            topic.await(1);
            assertThat(client.update(service.uri(), 1, "x".repeat(255)).statusCode())
                    .isEqualTo(200);
            assertThat(client.update(service.uri(), 1, "y".repeat(255)).statusCode())
                    .isEqualTo(200);
            for (int update = 0; update < 100; update++) {
                assertThat(client.update(service.uri(), 1, "Small " + update).statusCode())
                        .isEqualTo(200);
            }
            await().atMost(BOUND).until(() -> management.relayIs("broker_refuses"));
            double failures = failures(management);
            await().atMost(BOUND).until(() -> failures(management) > failures + 1);
            // The second of the long ones is refused: it also holds the first.
            assertThat(topic.readToEnd()).hasSize(2);
            assertThat(relayLines(service)).hasSize(2);

            configure("max.message.bytes", "100000");
            Delivery.assertComplete(database, topic, List.of());
        }
    }

    private void configure(String name, String value) throws Exception {
        try (Admin admin = admin()) {
            admin.incrementalAlterConfigs(
                            Map.of(
                                    new ConfigResource(ConfigResource.Type.TOPIC, topicName),
                                    List.of(
                                            new AlterConfigOp(
                                                    new ConfigEntry(name, value),
                                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrap()));
    }

    private static double failures(ManagementPort management) {
        return management.meter("relay_publish_failures_total");
    }

    private static List<String> relayLines(ServiceProcess service) {
        return service.log().lines().filter(line -> line.contains("The relay ")).toList();
    }
}

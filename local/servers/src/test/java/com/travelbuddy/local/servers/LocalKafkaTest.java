package com.travelbuddy.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.travelbuddy.local.servers.LocalKafka.Options;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

class LocalKafkaTest {

    private static final String TOPIC = "headers";

    @Test
    void keepsItsRecordsOverAKillAndLeavesNothingBehind() throws Exception {
        LocalKafka kafka = LocalKafka.start(Options.temporary());
        try (kafka) {
            String bootstrap = kafka.bootstrap();
            kafka.createTopic(TOPIC, 1);
            send(kafka, "first");
            kafka.kill();
            assertThat(kafka.isRunning()).isFalse();
            kafka.start();
            send(kafka, "second");
            assertThat(kafka.bootstrap()).isEqualTo(bootstrap);
            assertThat(records(kafka, 2)).containsExactly("first", "second");
        }
        Leftovers.assertNone(kafka.pid(), kafka.folder());
    }

    @Test
    void continuesWithAKeptFolderAndCreatesTopicsOnlyWhenTold(@TempDir Path folder)
            throws Exception {
        try (LocalKafka kafka = LocalKafka.start(Options.keptIn(folder))) {
            assertThatThrownBy(() -> send(kafka, "lost", Duration.ofMillis(500)))
                    .hasCauseInstanceOf(TimeoutException.class);
            kafka.createTopic(TOPIC, 1);
            send(kafka, "kept");
            assertThatThrownBy(() -> LocalKafka.start(Options.keptIn(folder)))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining("another one is using it");
            assertThatThrownBy(() -> kafka.createTopic(TOPIC, 1))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining(TOPIC)
                    .hasMessageContaining("already exists");
        }
        try (LocalKafka kafka = LocalKafka.start(Options.keptIn(folder).withCreateTopics(true))) {
            send(kafka, "another");
            assertThat(records(kafka, 2)).containsExactly("kept", "another");
        }
    }

    @Test
    void namesThePortThatIsInUse() throws Exception {
        try (BusyPort busy = BusyPort.open()) {
            assertThatThrownBy(() -> LocalKafka.start(Options.temporary().withPort(busy.number())))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessage(
                            "Kafka cannot listen on port %d: it is in use"
                                    .formatted(busy.number()));
        }
    }

    private static void send(LocalKafka kafka, String value) throws Exception {
        send(kafka, value, Duration.ofSeconds(20));
    }

    private static void send(LocalKafka kafka, String value, Duration topicWithin)
            throws Exception {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrap(),
                        "max.block.ms",
                        5_000,
                        "key.serializer",
                        StringSerializer.class,
                        "value.serializer",
                        StringSerializer.class);
        try (var producer = new KafkaProducer<String, String>(settings)) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get(20, TimeUnit.SECONDS);
        }
    }

    private static List<String> records(LocalKafka kafka, int expected) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers",
                        kafka.bootstrap(),
                        "auto.offset.reset",
                        "earliest",
                        "key.deserializer",
                        StringDeserializer.class,
                        "value.deserializer",
                        StringDeserializer.class);
        try (var consumer = new KafkaConsumer<String, String>(settings)) {
            consumer.assign(List.of(new TopicPartition(TOPIC, 0)));
            List<String> values = new ArrayList<>();
            long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (values.size() < expected && System.nanoTime() < deadline) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
            return values;
        }
    }
}

package com.travelbuddy.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.travelbuddy.local.servers.LocalKafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

class EventFeedTest {

    private static final String TOPIC = "headers";

    @Test
    void showsTimeKeyValueAndIdOnOneLine() {
        var event = new ConsumerRecord<>(TOPIC, 0, 7, "1", "{\"id\":1}");
        event.headers().add("ce_id", "0b7a".getBytes(UTF_8));

        assertThat(EventFeed.line(event))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}  event  key=1  \\{\"id\":1}  ce_id=0b7a");
    }

    @Test
    void showsAnEventWithoutId() {
        assertThat(EventFeed.line(new ConsumerRecord<>(TOPIC, 0, 7, null, null)))
                .endsWith("  event  key=null  null  ce_id=none");
    }

    @Test
    void waitsForTheTopicThenShowsWhatCameSinceTheMoment() throws Exception {
        Instant moment = Instant.now();
        List<String> all = new CopyOnWriteArrayList<>();
        List<String> late = new CopyOnWriteArrayList<>();
        try (LocalKafka kafka = LocalKafka.start(LocalKafka.Options.temporary())) {
            var early = new EventFeed(kafka.bootstrap(), TOPIC, moment);
            Thread first = Thread.ofVirtual().start(() -> early.run(all::add));
            kafka.createTopic(TOPIC, 2);
            send(kafka, moment.plusMillis(1), "then");
            send(kafka, moment.plusSeconds(60), "after");
            awaitSize(all, 2);

            var other = new EventFeed(kafka.bootstrap(), TOPIC, moment.plusSeconds(90));
            Thread second = Thread.ofVirtual().start(() -> other.run(late::add));
            send(kafka, moment.plusSeconds(120), "last");
            awaitSize(all, 3);
            awaitSize(late, 1);

            early.stop();
            other.stop();
            assertThat(first.join(Duration.ofSeconds(10))).isTrue();
            assertThat(second.join(Duration.ofSeconds(10))).isTrue();
        }
        assertThat(all)
                .extracting(line -> line.split(" {2}")[3])
                .containsExactly("then", "after", "last");
        assertThat(late).extracting(line -> line.split(" {2}")[3]).containsExactly("last");
    }

    private static void awaitSize(List<String> lines, int size) {
        await().atMost(Duration.ofSeconds(20)).until(() -> lines.size() == size);
    }

    private static void send(LocalKafka kafka, Instant time, String value) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrap());
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, 1, time.toEpochMilli(), "1", value))
                    .get(20, TimeUnit.SECONDS);
        }
    }
}

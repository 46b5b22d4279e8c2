package com.travelbuddy.local.stack;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The events of one topic since a moment, each as a line of text. */
final class EventFeed {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private final KafkaConsumer<String, String> consumer;
    private final String topic;
    private final Instant since;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Nothing is read yet.
     *
     * @param topic need not exist yet
     * @param since of the events, by the time that their producer gave them
     */
    EventFeed(String bootstrap, String topic, Instant since) {
        this.consumer =
                new KafkaConsumer<>(
                        Map.of(
                                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                                bootstrap,
                                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                                "earliest",
                                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                                false),
                        new StringDeserializer(),
                        new StringDeserializer());
        this.topic = topic;
        this.since = since;
    }

    /** Hands over each event as it arrives; returns after {@link #stop}. */
    void run(Consumer<String> lines) {
        try (consumer) {
            List<TopicPartition> partitions = awaitTopic();
            if (partitions.isEmpty()) {
                return;
            }
            consumer.assign(partitions);
            first(partitions).forEach(consumer::seek);
            while (!isStopped(Duration.ZERO)) {
                consumer.poll(POLL).forEach(event -> lines.accept(line(event)));
            }
        }
    }

    /** Ends {@link #run} within a poll. */
    void stop() {
        stopped.countDown();
    }

    /** Time, key, value and the CloudEvents id. */
    static String line(ConsumerRecord<String, String> event) {
        Header id = event.headers().lastHeader("ce_id");
        return "%s  event  key=%s  %s  ce_id=%s"
                .formatted(
                        TIME.format(
                                Instant.ofEpochMilli(event.timestamp())
                                        .atZone(ZoneId.systemDefault())),
                        event.key(),
                        event.value(),
                        id == null ? "none" : new String(id.value(), StandardCharsets.UTF_8));
    }

    /** The ends are asked for first: what arrives in between is then not before them. */
    private Map<TopicPartition, Long> first(List<TopicPartition> partitions) {
        Map<TopicPartition, Long> first = new HashMap<>(consumer.endOffsets(partitions));
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        consumer.offsetsForTimes(times)
                .forEach(
                        (partition, found) -> {
                            if (found != null) {
                                first.put(partition, found.offset());
                            }
                        });
        return first;
    }

    private List<TopicPartition> awaitTopic() {
        List<TopicPartition> partitions = partitions();
        while (partitions.isEmpty() && !isStopped(POLL)) {
            partitions = partitions();
        }
        return partitions;
    }

    private boolean isStopped(Duration within) {
        try {
            return stopped.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> found = consumer.listTopics().getOrDefault(topic, List.of());
        return found.stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }
}

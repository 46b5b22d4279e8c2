package com.travelbuddy.flightspecials.support;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Predicate;

/** Reads a topic from its start, as a consumer of the events does. */
public final class Topic implements AutoCloseable {

    private final KafkaConsumer<String, String> consumer;
    private final String name;
    private final List<ConsumerRecord<String, String>> records = new ArrayList<>();

    public Topic(String bootstrapServers, String name) {
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        this.consumer = new KafkaConsumer<>(properties);
        this.name = name;
    }

    /**
     * Reads on until what was read so far satisfies a condition; fails if that takes longer than a
     * minute.
     */
    public List<ConsumerRecord<String, String>> await(
            Predicate<List<ConsumerRecord<String, String>>> condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.test(records)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not in time; read so far: " + records);
            }
            if (consumer.assignment().isEmpty()) {
                assign();
            }
            if (!consumer.assignment().isEmpty()) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return List.copyOf(records);
    }

    /** Reads on until a number of records were read. */
    public List<ConsumerRecord<String, String>> await(int count) {
        return await(read -> read.size() >= count);
    }

    /** Reads on to where the topic ends now; a topic that is missing is empty. */
    public List<ConsumerRecord<String, String>> readToEnd() {
        if (consumer.assignment().isEmpty()) {
            assign();
        }
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (ends.entrySet().stream()
                .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Not in time; records read so far: " + records.size());
            }
            consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        }
        return List.copyOf(records);
    }

    /** How many records were ever written to the topic. */
    public long size() {
        if (consumer.assignment().isEmpty()) {
            assign();
        }
        return consumer.endOffsets(consumer.assignment()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private void assign() {
        List<TopicPartition> partitions =
                consumer.listTopics(Duration.ofSeconds(10)).getOrDefault(name, List.of()).stream()
                        .map(partition -> new TopicPartition(name, partition.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** The text of a record's header; null if it has none of that name. */
    public static String header(ConsumerRecord<?, ?> record, String name) {
        return Arrays.stream(record.headers().toArray())
                .filter(header -> header.key().equals(name))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .findFirst()
                .orElse(null);
    }

    @Override
    public void close() {
        consumer.close();
    }
}

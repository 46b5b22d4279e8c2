package com.travelbuddy.flightspecials.settings;

import java.util.Map;

/**
 * The broker and the topic of the events.
 *
 * @param createTopic whether a missing topic is created
 * @param partitions of a topic that is created
 * @param replicationFactor of a topic that is created, -1 for the broker's default
 * @param properties further client properties, passed to Kafka as they are
 */
public record KafkaSettings(
        String bootstrapServers,
        String topic,
        boolean createTopic,
        int partitions,
        short replicationFactor,
        Map<String, String> properties) {

    static KafkaSettings read(SettingsReader reader) {
        return new KafkaSettings(
                reader.matching(
                        Setting.KAFKA_BOOTSTRAP_SERVERS,
                        "[^\\s,:]+:\\d{1,5}(\\s*,\\s*[^\\s,:]+:\\d{1,5})*",
                        "host:port, separated by commas"),
                reader.matching(
                        Setting.KAFKA_TOPIC,
                        "[a-zA-Z0-9._-]{1,249}",
                        "1 to 249 of letters, digits, '.', '_' and '-'"),
                reader.flag(Setting.KAFKA_CREATE_TOPIC),
                reader.integer(Setting.KAFKA_PARTITIONS, 1, 10_000),
                (short) reader.integer(Setting.KAFKA_REPLICATION_FACTOR, -1, 100),
                reader.tree(Setting.KAFKA_PROPERTIES));
    }

    /** Properties may hold credentials, so only their names are shown. */
    @Override
    public String toString() {
        return "KafkaSettings[bootstrapServers=%s, topic=%s, properties=%s]"
                .formatted(bootstrapServers, topic, properties.keySet());
    }
}

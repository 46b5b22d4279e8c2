package com.travelbuddy.flightspecials.outbox;

import com.travelbuddy.flightspecials.settings.KafkaSettings;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

/**
 * The topic of the events: whether it is there to be written to, and the clients' configuration for
 * it.
 */
final class Topic {

    private static final int REQUEST_TIMEOUT_MS = 5_000;

    private final KafkaSettings settings;

    Topic(KafkaSettings settings) {
        this.settings = settings;
    }

    String name() {
        return settings.topic();
    }

    /**
     * Makes sure that the topic is there, by making it if it is missing and that is allowed.
     *
     * @throws PublishingException it is not there, or the broker cannot be asked
     */
    void require() throws PublishingException, InterruptedException {
        Properties properties = client();
        properties.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        try (Admin admin = Admin.create(properties)) {
            if (!exists(admin)) {
                create(admin);
            }
        } catch (KafkaException e) {
            throw new PublishingException(e);
        }
    }

    private boolean exists(Admin admin) throws PublishingException, InterruptedException {
        try {
            admin.describeTopics(List.of(name())).allTopicNames().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw new PublishingException(e.getCause());
        }
    }

    private void create(Admin admin) throws PublishingException, InterruptedException {
        if (!settings.createTopic()) {
            throw new PublishingException(RelayState.TOPIC_MISSING, null);
        }
        NewTopic topic =
                new NewTopic(
                        name(),
                        Optional.of(settings.partitions()),
                        Optional.of(settings.replicationFactor()).filter(factor -> factor > 0));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new PublishingException(e.getCause());
            }
        }
    }

    /**
     * Never out of order, never given up by the client itself: when to stop trying is the relay's
     * decision.
     */
    Properties producer() {
        Properties properties = client();
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        // A second request on its way could be taken after the first one was refused.
        properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, REQUEST_TIMEOUT_MS);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 131_072);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 67_108_864L);
        properties.put(
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName());
        properties.put(
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        return properties;
    }

    private Properties client() {
        Properties properties = new Properties();
        properties.putAll(
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        settings.bootstrapServers(),
                        CommonClientConfigs.CLIENT_ID_CONFIG,
                        "flightspecials-service"));
        properties.putAll(settings.properties());
        return properties;
    }
}

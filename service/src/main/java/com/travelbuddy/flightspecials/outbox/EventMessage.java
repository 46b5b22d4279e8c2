package com.travelbuddy.flightspecials.outbox;

import io.helidon.messaging.connectors.kafka.KafkaMessage;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * An event as a Kafka record: a CloudEvent 1.0 in binary content mode (CloudEvents Kafka protocol
 * binding, section 3.2), keyed by the special's id.
 */
final class EventMessage implements KafkaMessage<String, byte[]> {

    private static final byte[] SPEC_VERSION = bytes("1.0");
    private static final byte[] TYPE = bytes("com.travelbuddy.flightspecials.header-updated");
    private static final byte[] SOURCE = bytes("/flightspecials");
    private static final byte[] CONTENT_TYPE = bytes("application/json");

    private final OutboxEvent event;
    private final EventBatch batch;

    EventMessage(OutboxEvent event, EventBatch batch) {
        this.event = event;
        this.batch = batch;
    }

    @Override
    public Optional<String> getKey() {
        return Optional.of(Long.toString(event.specialId()));
    }

    @Override
    public byte[] getPayload() {
        return bytes(event.payload());
    }

    @Override
    public Headers getHeaders() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("ce_specversion", SPEC_VERSION);
        headers.add("ce_id", bytes(event.id().toString()));
        headers.add("ce_type", TYPE);
        headers.add("ce_source", SOURCE);
        headers.add("ce_subject", bytes(Long.toString(event.specialId())));
        headers.add("ce_time", bytes(event.occurredAt().toString()));
        headers.add("content-type", CONTENT_TYPE);
        headers.add("traceparent", bytes(event.traceparent()));
        if (event.tracestate() != null) {
            headers.add("tracestate", bytes(event.tracestate()));
        }
        headers.add("x-request-id", bytes(event.requestId()));
        return headers;
    }

    /**
     * Called on the producer's network thread once the broker has the record on all in-sync
     * replicas.
     */
    @Override
    public CompletionStage<Void> ack() {
        batch.acknowledged(event);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<Void> nack(Throwable reason) {
        batch.failed(reason instanceof CompletionException ? reason.getCause() : reason);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public Optional<String> getTopic() {
        return Optional.empty();
    }

    @Override
    public Optional<Integer> getPartition() {
        return Optional.empty();
    }

    @Override
    public Optional<Long> getOffset() {
        return Optional.empty();
    }

    @Override
    public Optional<ConsumerRecord<String, byte[]>> getConsumerRecord() {
        return Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

package com.travelbuddy.flightspecials.outbox;

import io.helidon.messaging.Channel;
import io.helidon.messaging.Messaging;
import io.helidon.messaging.connectors.kafka.KafkaSubscriber;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The way to the topic: a Helidon Messaging channel that ends in its Kafka connector. The connector
 * gives a channel up for good after its first failed send and then neither acknowledges nor refuses
 * what it still holds; so a channel that has failed is closed, what was not acknowledged counts as
 * not sent, and a new one is made. For use by one thread.
 */
final class EventChannel implements AutoCloseable {

    /**
     * The connector asks for this many at once and never again: the relay's batch bounds what is
     * under way.
     */
    private static final long UNBOUNDED = Long.MAX_VALUE;

    private final KafkaProducer<String, byte[]> producer;
    private final Source source = new Source();
    private final Messaging messaging;

    EventChannel(Properties producerProperties, String topic) {
        this.producer = new KafkaProducer<>(producerProperties);
        try {
            this.messaging = start(topic);
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    private Messaging start(String topic) {
        Channel<byte[]> channel = Channel.create("header-updates");
        return Messaging.builder()
                .publisher(channel, source)
                .subscriber(
                        channel,
                        KafkaSubscriber.<String, byte[]>builder()
                                .producerSupplier(() -> producer)
                                .topics(List.of(topic))
                                .backpressure(UNBOUNDED)
                                .build())
                .build()
                .start();
    }

    /** Hands events to the connector, in their order, as far as it takes them. */
    EventBatch publish(List<OutboxEvent> events) {
        EventBatch batch = new EventBatch(events.size());
        for (OutboxEvent event : events) {
            if (!source.emit(new EventMessage(event, batch), batch)) {
                break;
            }
        }
        return batch;
    }

    /** Gives up what is not acknowledged: nothing is sent any more once this returns. */
    @Override
    public void close() {
        try {
            producer.close(Duration.ZERO);
        } finally {
            messaging.stop();
        }
    }

    private final class Source implements Publisher<Message<byte[]>>, Subscription {

        private final AtomicBoolean cancelled = new AtomicBoolean();
        private Subscriber<? super Message<byte[]>> subscriber;

        @Override
        public void subscribe(Subscriber<? super Message<byte[]>> subscriber) {
            this.subscriber = subscriber;
            subscriber.onSubscribe(this);
        }

        @Override
        public void request(long count) {
            // Unbounded, see above.
        }

        /**
         * Called in the callback of the first record that failed, before the producer sends any
         * further one: what waits behind that record, some of it of the same special, must not
         * overtake it.
         */
        @Override
        public void cancel() {
            if (cancelled.compareAndSet(false, true)) {
                producer.close(Duration.ZERO);
            }
        }

        /** Returns whether the connector takes more. */
        boolean emit(EventMessage message, EventBatch batch) {
            if (cancelled.get()) {
                return false;
            }
            try {
                subscriber.onNext(message);
                return true;
            } catch (RuntimeException e) {
                // The connector reports a send that throws by neither ack nor nack. One that throws
                // after a cancel is only a consequence; the cause comes with the nack that follows.
                if (!cancelled.get()) {
                    batch.failed(e);
                }
                return false;
            }
        }
    }
}

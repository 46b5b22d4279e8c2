package com.travelbuddy.flightspecials.outbox;

import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Events cannot be published now; the state says what stands in the way. */
final class PublishingException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RelayState state;

    PublishingException(RelayState state, Throwable cause) {
        super(cause);
        this.state = state;
    }

    /** Judges a failure of a Kafka client. */
    PublishingException(Throwable cause) {
        this(
                switch (cause) {
                    case UnknownTopicOrPartitionException _ -> RelayState.TOPIC_MISSING;
                    case RetriableException _ -> RelayState.BROKER_AWAY;
                    case ApiException _ -> RelayState.BROKER_REFUSES;
                    default -> RelayState.BROKER_AWAY;
                },
                cause);
    }

    RelayState state() {
        return state;
    }
}

package com.travelbuddy.flightspecials.outbox;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
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
                    case AuthenticationException _, AuthorizationException _ ->
                            RelayState.BROKER_REFUSES;
                    case UnknownTopicOrPartitionException _ -> RelayState.TOPIC_MISSING;
                    default -> RelayState.BROKER_AWAY;
                },
                cause);
    }

    RelayState state() {
        return state;
    }
}

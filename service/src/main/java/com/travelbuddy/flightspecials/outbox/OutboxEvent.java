package com.travelbuddy.flightspecials.outbox;

import java.time.Instant;
import java.util.UUID;

/**
 * A committed header update that is not yet known to be on the topic.
 *
 * @param position orders the events of one special as their updates were committed
 * @param payload the event's value, JSON
 * @param tracestate may be null
 */
record OutboxEvent(
        long position,
        UUID id,
        long specialId,
        String payload,
        Instant occurredAt,
        String requestId,
        String traceparent,
        String tracestate) {}

package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Event;
import com.travelbuddy.local.dms.registry.Transaction;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Events of instances and tasks. */
final class EventOperations {

    private static final Duration USUAL_DURATION = Duration.ofHours(1);
    private static final int MOST_MINUTES = 14 * 24 * 60;
    private static final List<String> SOURCE_TYPES =
            List.of("replication-instance", "replication-task");

    private static final Listing<Map.Entry<Long, Event>> LISTING =
            new Listing<>(
                    "DescribeEvents",
                    "Events",
                    event -> "%019d".formatted(event.getKey()),
                    Map.of("replication-instance-id", event -> sourceInstance(event.getValue())));

    private final Clock clock;

    EventOperations(Clock clock) {
        this.clock = clock;
    }

    Map<String, Operation> operations() {
        return Map.of("DescribeEvents", this::describe);
    }

    private ObjectNode describe(Transaction transaction, Request request) {
        String source = request.text("SourceIdentifier");
        String type = request.choice("SourceType", SOURCE_TYPES);
        List<String> categories = request.texts("EventCategories");
        if (source != null && type == null) {
            throw ApiException.combination("SourceType must be provided when SourceIdentifier is.");
        }
        List<Map.Entry<Long, Event>> events =
                events(transaction, request).entrySet().stream()
                        .filter(event -> source == null || source.equals(event.getValue().source()))
                        .filter(event -> type == null || type.equals(event.getValue().sourceType()))
                        .filter(
                                event ->
                                        categories == null
                                                || categories.isEmpty()
                                                || categories.contains(event.getValue().category()))
                        .toList();
        return LISTING.answer(request, events, event -> description(event.getValue()));
    }

    /** Of the span that is asked for; otherwise of the last hour. */
    private Map<Long, Event> events(Transaction transaction, Request request) {
        Instant start = request.time("StartTime");
        Instant end = request.time("EndTime");
        boolean lasting = request.has("Duration");
        Duration duration =
                Duration.ofMinutes(
                        request.number(
                                "Duration", (int) USUAL_DURATION.toMinutes(), 1, MOST_MINUTES));
        if (lasting && start != null && end != null) {
            throw ApiException.combination(
                    "Duration must not be provided together with StartTime and EndTime.");
        }
        if (start != null && end != null && end.isBefore(start)) {
            throw ApiException.invalid("The parameter EndTime must not be before StartTime.");
        }
        if (start == null) {
            Instant to = end == null ? clock.instant() : end;
            return transaction.events(to.minus(duration), to);
        }
        Instant openEnd = lasting ? start.plus(duration) : clock.instant();
        return transaction.events(start, end == null ? openEnd : end);
    }

    private static List<String> sourceInstance(Event event) {
        return event.sourceType().equals("replication-instance")
                ? List.of(event.source())
                : List.of();
    }

    private static JsonNode description(Event event) {
        ObjectNode description =
                Json.object()
                        .put("SourceIdentifier", event.source())
                        .put("SourceType", event.sourceType())
                        .put("Message", event.message());
        description.putArray("EventCategories").add(event.category());
        return description.set("Date", Json.time(event.at()));
    }
}

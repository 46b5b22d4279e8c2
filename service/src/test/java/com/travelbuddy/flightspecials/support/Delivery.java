package com.travelbuddy.flightspecials.support;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerRecord;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** What must hold of the topic once the outbox is empty, whatever has failed before. */
public final class Delivery {

    private static final Pattern PAYLOAD =
            Pattern.compile(
                    "\\{\"id\":(\\d+),\"flightSpecialHeader\":\"([^\"]*)\",\"previousHeader\":\"([^\"]*)\","
                            + "\"version\":(\\d+),\"occurredAt\":\"[^\"]+\"}");

    private record Event(long version, String header, String previousHeader) {}

    private Delivery() {}

    /**
     * Waits until the outbox is empty, then checks that each version of each special since its
     * first is on the topic, in their order, and nothing else; that repeats are the same byte for
     * byte; and that all updates that were answered are among them.
     */
    public static void assertComplete(
            SpecialsDatabase database, Topic topic, Collection<Load.Answered> answered)
            throws SQLException {
        database.awaitNoBacklog();
        Map<Long, List<Event>> events = withoutRepeats(topic.readToEnd());
        database.specials()
                .forEach(
                        (special, row) ->
                                assertHistory(
                                        special, row, events.getOrDefault(special, List.of())));
        for (Load.Answered update : answered) {
            assertThat(events.get(update.special()).get((int) update.version() - 2).header())
                    .as("the event of %s", update)
                    .isEqualTo(update.header());
        }
    }

    private static Map<Long, List<Event>> withoutRepeats(
            List<ConsumerRecord<String, String>> records) {
        Map<String, String> bytesById = new HashMap<>();
        Map<Long, List<Event>> events = new HashMap<>();
        for (ConsumerRecord<String, String> record : records) {
            String id = Topic.header(record, "ce_id");
            String bytes =
                    record.key() + record.value() + Arrays.toString(record.headers().toArray());
            String earlier = bytesById.putIfAbsent(id, bytes);
            if (earlier == null) {
                Matcher payload = PAYLOAD.matcher(record.value());
                assertThat(payload.matches()).as(record.value()).isTrue();
                assertThat(record.key()).isEqualTo(payload.group(1));
                events.computeIfAbsent(Long.valueOf(payload.group(1)), _ -> new ArrayList<>())
                        .add(
                                new Event(
                                        Long.parseLong(payload.group(4)),
                                        payload.group(2),
                                        payload.group(3)));
            } else {
                assertThat(bytes).as("a repeat").isEqualTo(earlier);
            }
        }
        return events;
    }

    private static void assertHistory(long special, SpecialsDatabase.Row row, List<Event> events) {
        assertThat(events)
                .as("versions of special %d", special)
                .extracting(Event::version)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(2, row.version()).boxed().toList());
        for (int index = 1; index < events.size(); index++) {
            assertThat(events.get(index).previousHeader())
                    .isEqualTo(events.get(index - 1).header());
        }
        if (!events.isEmpty()) {
            assertThat(events.getLast().header()).isEqualTo(row.header());
        }
    }
}

package com.travelbuddy.flightspecials.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.support.Client;
import com.travelbuddy.flightspecials.support.Delivery;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;
import com.travelbuddy.flightspecials.support.SpecialsDatabase;
import com.travelbuddy.flightspecials.support.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/** Positions in the outbox are drawn before the commit, and so not in the order of commits. */
final class LateCommitTest {

    private static final String EVENT =
            """
            WITH new AS (UPDATE flightspecial SET header = '%2$s', version = version + 1
                          WHERE id = %1$d RETURNING id, version, header)
            INSERT INTO flightspecial_outbox (special_id, payload, occurred_at, request_id, traceparent)
            SELECT id, format('{"id":%%s,"flightSpecialHeader":"%%s","previousHeader":"","version":%%s,'
                              '"occurredAt":"2026-01-01T00:00:00.000Z"}', id, header, version),
                   now(), 'late', '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
              FROM new
            """;

    private final String name = Servers.newDatabase();
    private final SpecialsDatabase database = new SpecialsDatabase(Servers.postgres(), name);
    private final Map<String, String> environment =
            ServiceEnvironment.of(Servers.postgres(), name, Servers.kafka());

    @Test
    void whatIsCommittedLateIsPublishedAndWhatIsRolledBackIsNot() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                Topic topic =
                        new Topic(Servers.kafka().bootstrap(), environment.get("KAFKA_TOPIC"));
                Client client = new Client();
                Connection late = database.connect();
                Connection never = database.connect();
                Statement lateStatement = late.createStatement();
                Statement neverStatement = never.createStatement()) {
            late.setAutoCommit(false);
            never.setAutoCommit(false);
            lateStatement.execute(EVENT.formatted(1, "Late"));
            neverStatement.execute(EVENT.formatted(2, "Never"));
            assertThat(client.update(service.uri(), 3, "In time").statusCode()).isEqualTo(200);
            assertThat(values(topic.await(1))).singleElement().asString().contains("In time");

            late.commit();
            never.rollback();
            assertThat(values(topic.await(2))).last().asString().contains("Late");
            assertThat(client.update(service.uri(), 2, "After all").statusCode()).isEqualTo(200);
            Delivery.assertComplete(database, topic, List.of());
            assertThat(values(topic.readToEnd())).hasSize(3).noneMatch(v -> v.contains("Never"));
        }
    }

    private static List<String> values(List<ConsumerRecord<String, String>> records) {
        return records.stream().map(ConsumerRecord::value).toList();
    }
}

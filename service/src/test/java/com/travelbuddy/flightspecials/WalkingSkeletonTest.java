package com.travelbuddy.flightspecials;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;
import com.travelbuddy.flightspecials.support.Topic;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** One header update, all the way: HTTP in, PostgreSQL, Kafka out, by the service as a process. */
final class WalkingSkeletonTest {

    @Test
    void anUpdatedHeaderIsReadBackAndItsEventIsOnTheTopic() throws Exception {
        Map<String, String> environment =
                ServiceEnvironment.of(Servers.postgres(), Servers.newDatabase(), Servers.kafka());
        try (HttpClient client = HttpClient.newHttpClient();
                ServiceProcess service = ServiceProcess.start(environment);
                Topic topic =
                        new Topic(Servers.kafka().bootstrap(), environment.get("KAFKA_TOPIC"))) {
            HttpResponse<String> updated =
                    client.send(
                            HttpRequest.newBuilder(
                                            service.uri().resolve("/flightspecials/1/header"))
                                    .header("Content-Type", "application/json")
                                    .header("X-Request-Id", "skeleton-1")
                                    .header(
                                            "traceparent",
                                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                                    .POST(
                                            HttpRequest.BodyPublishers.ofString(
                                                    "{\"id\":1,\"flightSpecialHeader\":\"London to Seoul\"}"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(updated.statusCode()).isEqualTo(200);
            assertThat(updated.body())
                    .isEqualTo(
                            "{\"resultCode\":\"Y\",\"data\":\"The flight special header successfully updated\"}");
            assertThat(updated.headers().firstValue("ETag")).hasValue("\"2\"");

            HttpResponse<String> list =
                    client.send(
                            HttpRequest.newBuilder(service.uri().resolve("/flightspecials"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(list.body()).startsWith("[{\"id\":1,\"header\":\"London to Seoul\",");

            List<ConsumerRecord<String, String>> events = topic.await(1);
            assertThat(events).hasSize(1);
            ConsumerRecord<String, String> event = events.getFirst();
            assertThat(event.key()).isEqualTo("1");
            assertThat(event.value())
                    .matches(
                            "\\{\"id\":1,\"flightSpecialHeader\":\"London to Seoul\","
                                    + "\"previousHeader\":\"London to Prague\",\"version\":2,"
                                    + "\"occurredAt\":\"\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z\"}");
            assertThat(Topic.header(event, "ce_specversion")).isEqualTo("1.0");
            assertThat(Topic.header(event, "ce_id")).matches("[0-9a-f-]{36}");
            assertThat(Topic.header(event, "ce_subject")).isEqualTo("1");
            assertThat(Topic.header(event, "content-type")).isEqualTo("application/json");
            assertThat(Topic.header(event, "x-request-id")).isEqualTo("skeleton-1");
            assertThat(Topic.header(event, "traceparent"))
                    .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                    .endsWith("-01")
                    .doesNotContain("b7ad6b7169203331");

            service.terminate();
            assertThat(service.awaitExit()).as(service.log()).isZero();
        }
    }
}

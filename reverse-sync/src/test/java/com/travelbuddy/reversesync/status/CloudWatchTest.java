package com.travelbuddy.reversesync.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Against a server that answers as CloudWatch does. */
class CloudWatchTest {

    private static final String ENDPOINT = "aws.endpointUrlCloudWatch";

    private static final String ANSWER =
            """
            <GetMetricDataResponse xmlns="http://monitoring.amazonaws.com/doc/2010-08-01/">
              <GetMetricDataResult><MetricDataResults>
                <member><Id>source</Id><StatusCode>Complete</StatusCode>
                  <Timestamps><member>2026-01-01T00:01:00Z</member><member>2026-01-01T00:00:00Z</member></Timestamps>
                  <Values><member>1.5</member><member>90.0</member></Values></member>
                <member><Id>target</Id><StatusCode>Complete</StatusCode><Timestamps/><Values/></member>
              </MetricDataResults></GetMetricDataResult>
              <ResponseMetadata><RequestId>1</RequestId></ResponseMetadata>
            </GetMetricDataResponse>
            """;

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer cloudWatch;

    @BeforeEach
    void start() throws IOException {
        cloudWatch =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloudWatch.createContext(
                "/",
                exchange -> {
                    requests.add(
                            URLDecoder.decode(
                                    new String(
                                            exchange.getRequestBody().readAllBytes(),
                                            StandardCharsets.UTF_8),
                                    StandardCharsets.UTF_8));
                    byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "text/xml");
                    exchange.sendResponseHeaders(200, answer.length);
                    exchange.getResponseBody().write(answer);
                    exchange.close();
                });
        cloudWatch.start();
        System.setProperty(ENDPOINT, "http://127.0.0.1:" + cloudWatch.getAddress().getPort());
    }

    @AfterEach
    void stop() {
        System.clearProperty(ENDPOINT);
        cloudWatch.stop(0);
    }

    @Test
    void tellsTheLatestLatencyAndTakesMissingDataForNone() {
        try (Flights flights = new Flights().set("dms.cloudwatch", "true")) {
            JsonNode latency =
                    flights.run("status", "-o", "json")
                            .result()
                            .at("/observation/cloudWatch/value");

            assertThat(latency.path("source").asDouble()).isEqualTo(1.5);
            assertThat(latency.path("target").isNull()).isTrue();
            assertThat(requests)
                    .singleElement()
                    .asString()
                    .contains("Action=GetMetricData", "Namespace=AWS/DMS")
                    .contains("MetricName=CDCLatencySource", "MetricName=CDCLatencyTarget")
                    .contains(
                            "Name=ReplicationTaskIdentifier",
                            "Name=ReplicationInstanceIdentifier",
                            "Value=" + flights.task());
        }
    }
}

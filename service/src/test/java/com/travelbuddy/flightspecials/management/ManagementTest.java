package com.travelbuddy.flightspecials.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.flightspecials.support.Client;
import com.travelbuddy.flightspecials.support.ManagementPort;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.time.Duration;

/** Health and metrics, on their port and on no other. */
final class ManagementTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static ServiceProcess service;
    private static ManagementPort management;
    private static Client client;

    @BeforeAll
    static void start() {
        service =
                ServiceProcess.start(
                        ServiceEnvironment.of(
                                Servers.postgres(), Servers.newDatabase(), Servers.kafka()));
        management = new ManagementPort(service);
        client = new Client();
    }

    @AfterAll
    static void close() {
        client.close();
        management.close();
        service.close();
    }

    @Test
    void aServiceThatServesIsLiveReadyAndStarted() {
        assertThat(management.isLive()).isTrue();
        assertThat(management.isReady()).isTrue();
        assertThat(management.isStarted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/health",
                "/health/live",
                "/health/ready",
                "/health/started",
                "/metrics",
                "/observe/health",
                "/observe/metrics"
            })
    void nothingOfItIsOnThePublicPort(String path) throws IOException {
        assertThat(client.get(service.uri(), path).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/flightspecials", "/openapi"})
    void nothingOfThePublicPortIsOnTheManagementPort(String path) throws IOException {
        assertThat(client.get(service.managementUri(), path).statusCode()).isEqualTo(404);
    }

    @Test
    void requestsAreCountedByRouteAndStatusWithTheirDurations() throws IOException {
        client.get(service.uri(), "/flightspecials/1");
        client.get(service.uri(), "/flightspecials/4711");
        client.get(service.uri(), "/no/such/path");
        String route = "route=\"/flightspecials/{id}\"";
        await().atMost(BOUND)
                .until(
                        () ->
                                management.metrics().contains("route=\"unknown\"")
                                        && management.meter(
                                                        "http_server_requests_seconds_count", route)
                                                >= 1);
        assertThat(management.metrics())
                .containsPattern(
                        "http_server_requests_seconds_count\\{[^}]*route=\"/flightspecials/\\{id}\"[^}]*status=\"404\"")
                .containsPattern("http_server_requests_seconds_bucket\\{[^}]*le=\"0.005\"")
                .doesNotContain("4711")
                .doesNotContain("no/such");
    }

    @Test
    void poolAndStatementsAreMeasured() throws IOException {
        double before = management.meter("database_statements_total");
        client.get(service.uri(), "/flightspecials/1");
        assertThat(management.meter("database_statements_total")).isGreaterThan(before);
        assertThat(management.meter("database_statement_milliseconds_total")).isNotNegative();
        assertThat(management.meter("database_statement_failures_total")).isZero();
        assertThat(management.meter("database_reachable")).isEqualTo(1);
        assertThat(management.meter("database_pool_active")).isNotNegative();
        assertThat(management.meter("database_pool_idle")).isPositive();
        assertThat(management.meter("database_pool_waiting")).isZero();
    }

    @Test
    void outboxAndRelayAreMeasured() throws IOException {
        client.update(service.uri(), 1, "Measured");
        await().atMost(BOUND).until(() -> management.meter("relay_published_events_total") >= 1);
        await().atMost(BOUND).until(() -> management.meter("outbox_backlog_events") == 0);
        assertThat(management.meter("outbox_oldest_event_age_seconds")).isZero();
        assertThat(management.meter("relay_publish_failures_total")).isZero();
        assertThat(management.isLeader()).isTrue();
        assertThat(management.relayIs("publishing")).isTrue();
        assertThat(management.relayIs("broker_away")).isFalse();
    }

    @Test
    void theProcessItselfIsMeasured() {
        assertThat(management.meter("memory_usedHeap_bytes")).isPositive();
    }
}

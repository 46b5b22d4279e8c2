package com.travelbuddy.flightspecials.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.flightspecials.support.Client;
import com.travelbuddy.flightspecials.support.Delivery;
import com.travelbuddy.flightspecials.support.Load;
import com.travelbuddy.flightspecials.support.ManagementPort;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;
import com.travelbuddy.flightspecials.support.SpecialsDatabase;
import com.travelbuddy.flightspecials.support.Topic;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** SIGTERM, as a rolling update sends it. */
final class DrainTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private final String name = Servers.newDatabase();
    private final SpecialsDatabase database = new SpecialsDatabase(Servers.postgres(), name);
    private final Map<String, String> environment =
            ServiceEnvironment.of(Servers.postgres(), name, Servers.kafka());

    /** The clients stop when the readiness turns false, as a load balancer does. */
    @Test
    void noRequestIsCutUnderLoad() throws Exception {
        environment.put("HTTP_DRAIN_DELAY", "1s");
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Topic topic =
                        new Topic(Servers.kafka().bootstrap(), environment.get("KAFKA_TOPIC"));
                Client client = new Client();
                Load load = Load.start(8, service::uri)) {
            load.awaitAnswered(500);
            service.terminate();
            await().atMost(BOUND)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !management.isReady());
            assertThat(management.isLive()).isTrue();
            HttpResponse<String> late = client.get(service.uri(), "/flightspecials/1");
            assertThat(late.statusCode()).isEqualTo(200);
            assertThat(late.headers().firstValue("Connection")).hasValue("close");
            load.stop();
            assertThat(service.awaitExit()).as(service.log()).isZero();
            assertThat(load.refused()).isEmpty();
            assertThat(load.cut()).isZero();
            try (ServiceProcess _ = ServiceProcess.start(environment)) {
                Delivery.assertComplete(database, topic, load.answered());
            }
        }
    }

    @Test
    void aRequestInFlightIsAnsweredAfterTheListenerHasClosed() throws Exception {
        environment.put("HTTP_DRAIN_DELAY", "100ms");
        environment.put("DB_WAIT_TIMEOUT", "20s");
        environment.put("DB_STATEMENT_TIMEOUT", "20s");
        try (ServiceProcess service = ServiceProcess.start(environment);
                Client client = new Client();
                Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("SELECT FROM flightspecial WHERE id = 1 FOR UPDATE");
            CompletableFuture<HttpResponse<String>> answer =
                    CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return client.update(service.uri(), 1, "In flight");
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            await().atMost(BOUND)
                    .until(
                            () ->
                                    database.number(
                                                    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                                                            + " AND datname = current_database()")
                                            == 1);
            service.terminate();
            await().atMost(BOUND).until(() -> !accepts(service.uri()));
            holder.rollback();
            assertThat(answer.get(BOUND.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(service.awaitExit()).as(service.log()).isZero();
        }
    }

    @Test
    void idleConnectionsDoNotHoldTheExitUp() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                Client client = new Client();
                Socket silent = new Socket(service.uri().getHost(), service.uri().getPort())) {
            assertThat(client.get(service.uri(), "/flightspecials/1").statusCode()).isEqualTo(200);
            service.terminate();
            assertThat(service.awaitExit(Duration.ofSeconds(10))).as(service.log()).isZero();
            assertThat(silent.isConnected()).isTrue();
        }
    }

    private static boolean accepts(URI service) {
        try (Socket socket = new Socket(service.getHost(), service.getPort())) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }
}

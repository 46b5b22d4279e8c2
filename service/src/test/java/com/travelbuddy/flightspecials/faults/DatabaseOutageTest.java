package com.travelbuddy.flightspecials.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.flightspecials.support.Chance;
import com.travelbuddy.flightspecials.support.Client;
import com.travelbuddy.flightspecials.support.Delivery;
import com.travelbuddy.flightspecials.support.Load;
import com.travelbuddy.flightspecials.support.ManagementPort;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;
import com.travelbuddy.flightspecials.support.SpecialsDatabase;
import com.travelbuddy.flightspecials.support.Topic;
import com.travelbuddy.local.servers.LocalPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** PostgreSQL is away, or cannot take the work. */
@ExtendWith(Chance.class)
final class DatabaseOutageTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    private static LocalPostgres postgres;

    private final String name = Servers.newDatabase(postgres);
    private final SpecialsDatabase database = new SpecialsDatabase(postgres, name);
    private final Map<String, String> environment =
            ServiceEnvironment.of(postgres, name, Servers.kafka());
    private final String topicName = environment.get("KAFKA_TOPIC");

    @BeforeAll
    static void startPostgres() {
        postgres = LocalPostgres.start(LocalPostgres.Options.temporary());
    }

    @AfterAll
    static void closePostgres() {
        postgres.close();
    }

    @Test
    void aRestartOfTheServerIsAnswered503AndThenForgotten() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Topic topic = new Topic(Servers.kafka().bootstrap(), topicName);
                Client client = new Client()) {
            assertThat(client.update(service.uri(), 1, "Before").statusCode()).isEqualTo(200);
            postgres.stop();
            long start = System.nanoTime();
            for (int request = 0; request < 50; request++) {
                assertUnavailable(client.get(service.uri(), "/flightspecials"));
                assertUnavailable(client.update(service.uri(), 2, "Meanwhile"));
            }
            // A hundred refusals, of which none but the first may wait for anything.
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(Duration.ofSeconds(10));
            assertThat(management.isReady()).isFalse();
            assertThat(management.isLive()).isTrue();
            assertThat(management.meter("database_reachable")).isZero();

            postgres.start();
            await().atMost(BOUND).until(management::isReady);
            assertThat(client.update(service.uri(), 1, "After").statusCode()).isEqualTo(200);
            assertThat(client.get(service.uri(), "/flightspecials/1").body()).contains("After");
            Delivery.assertComplete(database, topic, List.of());
            assertThat(lines(service, "The database is "))
                    .as("one line per change of state")
                    .satisfiesExactly(
                            line -> assertThat(line).contains("The database is away"),
                            line -> assertThat(line).contains("The database is back"));
        } finally {
            postgres.start();
        }
    }

    /** As behind a network that swallows all packets. */
    @Test
    void aServerThatNoLongerAnswersIsTakenForAway() throws Exception {
        environment.put("DB_STATEMENT_TIMEOUT", "1s");
        environment.put("DB_CONNECT_TIMEOUT", "1s");
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Client client = new Client()) {
            assertThat(client.get(service.uri(), "/flightspecials/1").statusCode()).isEqualTo(200);
            signalServer("STOP");
            try {
                assertUnavailable(client.get(service.uri(), "/flightspecials/1"));
                await().atMost(BOUND).until(() -> !management.isReady());
                long start = System.nanoTime();
                for (int request = 0; request < 20; request++) {
                    assertUnavailable(client.get(service.uri(), "/flightspecials/1"));
                }
                assertThat(Duration.ofNanos(System.nanoTime() - start))
                        .isLessThan(Duration.ofSeconds(5));
                assertThat(management.isLive()).isTrue();
            } finally {
                signalServer("CONT");
            }
            await().atMost(BOUND).until(management::isReady);
            await().atMost(BOUND)
                    .until(() -> client.update(service.uri(), 1, "Again").statusCode() == 200);
        }
    }

    private static void signalServer(String signal) throws Exception {
        List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
        ProcessHandle server = ProcessHandle.of(postgres.pid()).orElseThrow();
        command.add(String.valueOf(server.pid()));
        server.descendants().map(child -> String.valueOf(child.pid())).forEach(command::add);
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }

    @Test
    void aServiceThatStartsWhileTheServerIsAwayListensAndCatchesUp() throws Exception {
        postgres.stop();
        try (ServiceProcess service = ServiceProcess.launch(environment);
                ManagementPort management = new ManagementPort(service);
                Client client = new Client()) {
            assertUnavailable(client.get(service.uri(), "/flightspecials"));
            assertThat(management.isStarted()).isFalse();
            assertThat(management.isReady()).isFalse();
            assertThat(management.isLive()).isTrue();
            postgres.start();
            service.awaitReady();
            await().atMost(BOUND).until(management::isReady);
            assertThat(management.isStarted()).isTrue();
            assertThat(client.get(service.uri(), "/flightspecials/1").statusCode()).isEqualTo(200);
        } finally {
            postgres.start();
        }
    }

    @Test
    void aServiceThatIsStoppedWhileTheServerIsAwayLeavesInTime() {
        postgres.stop();
        try (ServiceProcess service = ServiceProcess.launch(environment)) {
            assertThat(service.uri()).isNotNull();
            service.terminate();
            assertThat(service.awaitExit(Duration.ofSeconds(10))).as(service.log()).isZero();
        } finally {
            postgres.start();
        }
    }

    @Test
    void noAnsweredUpdateIsLostWhenTheServerCrashes(Random random) throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                Topic topic = new Topic(Servers.kafka().bootstrap(), topicName);
                Load load = Load.start(4, service::uri)) {
            for (int crash = 0; crash < Chance.count(); crash++) {
                load.awaitAnswered(1 + random.nextInt(300));
                postgres.stop(LocalPostgres.StopMode.IMMEDIATE);
                postgres.start();
            }
            load.awaitAnswered(1);
            load.stop();
            assertThat(load.refused().keySet()).isSubsetOf(503);
            assertThat(load.cut()).isZero();
            Delivery.assertComplete(database, topic, load.answered());
        } finally {
            postgres.start();
        }
    }

    @Test
    void aServerWithoutFreeConnectionsIsServedByThoseThatAreOpen() throws Exception {
        environment.put("DB_POOL_SIZE", "2");
        Deque<Connection> hoard = new ArrayDeque<>();
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Client client = new Client()) {
            assertThat(client.get(service.uri(), "/flightspecials/1").statusCode()).isEqualTo(200);
            exhaust(hoard);
            for (int request = 0; request < 20; request++) {
                assertThat(client.get(service.uri(), "/flightspecials/1").statusCode())
                        .isEqualTo(200);
            }
            assertThat(management.isReady()).isTrue();
            try (ServiceProcess late = ServiceProcess.launch(environment)) {
                assertUnavailable(client.get(late.uri(), "/flightspecials/1"));
                close(hoard);
                late.awaitReady();
                await().atMost(BOUND)
                        .until(
                                () ->
                                        client.get(late.uri(), "/flightspecials/1").statusCode()
                                                == 200);
            }
        } finally {
            close(hoard);
        }
    }

    @Test
    void aRelayWhoseSessionIsEndedTakesTheLeadAgain() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Topic topic = new Topic(Servers.kafka().bootstrap(), topicName);
                Client client = new Client()) {
            await().atMost(BOUND).until(management::isLeader);
            long ended =
                    database.number(
                            "SELECT count(pg_terminate_backend(pid)) FROM pg_locks"
                                    + " WHERE locktype = 'advisory' AND granted");
            assertThat(ended).isEqualTo(1);
            await().atMost(BOUND).until(() -> lines(service, "waits for the database").size() == 1);
            await().atMost(BOUND).until(management::isLeader);
            assertThat(client.update(service.uri(), 1, "Again").statusCode()).isEqualTo(200);
            Delivery.assertComplete(database, topic, List.of());
        }
    }

    @Test
    void connectionsThatAreEndedAreReplaced() throws Exception {
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Topic topic = new Topic(Servers.kafka().bootstrap(), topicName);
                Client client = new Client()) {
            assertThat(client.update(service.uri(), 1, "Before").statusCode()).isEqualTo(200);
            endConnections("query LIKE 'WITH old%'");
            awaitAnswer(client, service);
            assertThat(lines(service, "The database is ")).as("one lost of many").isEmpty();
            endConnections("application_name = 'flightspecials-service'");
            awaitAnswer(client, service);
            await().atMost(BOUND).until(management::isReady);
            assertThat(client.update(service.uri(), 1, "After").statusCode()).isEqualTo(200);
            Delivery.assertComplete(database, topic, List.of());
        }
    }

    private void endConnections(String which) throws SQLException {
        long ended =
                database.number(
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                                + " WHERE pid <> pg_backend_pid() AND datname = current_database() AND "
                                + which);
        assertThat(ended).isPositive();
    }

    private static void awaitAnswer(Client client, ServiceProcess service) {
        await().atMost(BOUND)
                .until(() -> client.get(service.uri(), "/flightspecials/1").statusCode() == 200);
    }

    @Test
    void anUpdateThatWaitsForALockIsRefusedInTime() throws Exception {
        environment.put("DB_STATEMENT_TIMEOUT", "1s");
        try (ServiceProcess service = ServiceProcess.start(environment);
                ManagementPort management = new ManagementPort(service);
                Client client = new Client();
                Connection holder = database.connect()) {
            holder.setAutoCommit(false);
            holder.createStatement().execute("SELECT FROM flightspecial WHERE id = 1 FOR UPDATE");
            assertUnavailable(client.update(service.uri(), 1, "Locked"));
            assertThat(client.update(service.uri(), 2, "Not locked").statusCode()).isEqualTo(200);
            assertThat(management.isReady()).isTrue();
            holder.rollback();
            assertThat(client.update(service.uri(), 1, "Free").statusCode()).isEqualTo(200);
        }
    }

    private static void assertUnavailable(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValue("application/problem+json");
    }

    /** Opens connections until the server has none left. */
    private static void exhaust(Deque<Connection> hoard) throws SQLException {
        while (true) {
            try {
                hoard.push(postgres.connect("postgres"));
            } catch (SQLException e) {
                if (!"53300".equals(e.getSQLState())) {
                    throw e;
                }
                return;
            }
        }
    }

    private static void close(Deque<Connection> hoard) throws SQLException {
        while (!hoard.isEmpty()) {
            hoard.pop().close();
        }
    }

    private static List<String> lines(ServiceProcess service, String text) {
        return service.log().lines().filter(line -> line.contains(text)).toList();
    }
}

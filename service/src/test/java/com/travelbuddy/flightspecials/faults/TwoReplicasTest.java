package com.travelbuddy.flightspecials.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.flightspecials.support.Chance;
import com.travelbuddy.flightspecials.support.Delivery;
import com.travelbuddy.flightspecials.support.Load;
import com.travelbuddy.flightspecials.support.ManagementPort;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;
import com.travelbuddy.flightspecials.support.SpecialsDatabase;
import com.travelbuddy.flightspecials.support.Topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Two processes of the service serve one database; one of them publishes. */
@ExtendWith(Chance.class)
final class TwoReplicasTest {

    private static final Duration TAKE_OVER = Duration.ofSeconds(10);

    private final String name = Servers.newDatabase();
    private final SpecialsDatabase database = new SpecialsDatabase(Servers.postgres(), name);
    private final Map<String, String> environment =
            ServiceEnvironment.of(Servers.postgres(), name, Servers.kafka());

    @Test
    void theStandbyTakesOverWhenTheLeaderIsKilledAndOrderIsKept(Random random) throws Exception {
        List<ServiceProcess> replicas = new CopyOnWriteArrayList<>();
        // Both at once, onto an empty database: they also share the migration.
        replicas.add(ServiceProcess.launch(environment));
        replicas.add(ServiceProcess.launch(environment));
        AtomicInteger turn = new AtomicInteger();
        try (Topic topic = new Topic(Servers.kafka().bootstrap(), environment.get("KAFKA_TOPIC"));
                Load load = Load.start(4, () -> replicas.get(turn.getAndIncrement() & 1).uri())) {
            for (int kill = 0; kill < Chance.count(); kill++) {
                replicas.forEach(ServiceProcess::awaitReady);
                int leader = awaitLeader(replicas);
                load.awaitAnswered(1 + random.nextInt(300));
                replicas.get(leader).kill();
                try (ManagementPort standby = new ManagementPort(replicas.get(1 - leader))) {
                    await().atMost(TAKE_OVER).until(standby::isLeader);
                }
                replicas.set(leader, ServiceProcess.launch(environment));
            }
            replicas.forEach(ServiceProcess::awaitReady);
            load.awaitAnswered(10);
            load.stop();
            assertThat(load.refused()).doesNotContainKey(500);
            Delivery.assertComplete(database, topic, load.answered());
        } finally {
            replicas.forEach(ServiceProcess::close);
        }
    }

    /** Waits until exactly one replica leads; returns its index. */
    private static int awaitLeader(List<ServiceProcess> replicas) {
        try (ManagementPort first = new ManagementPort(replicas.get(0));
                ManagementPort second = new ManagementPort(replicas.get(1))) {
            await().atMost(TAKE_OVER).until(() -> first.isLeader() != second.isLeader());
            return first.isLeader() ? 0 : 1;
        }
    }
}

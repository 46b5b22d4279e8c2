package com.travelbuddy.flightspecials.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.flightspecials.support.Chance;
import com.travelbuddy.flightspecials.support.Delivery;
import com.travelbuddy.flightspecials.support.Load;
import com.travelbuddy.flightspecials.support.Servers;
import com.travelbuddy.flightspecials.support.ServiceEnvironment;
import com.travelbuddy.flightspecials.support.ServiceProcess;
import com.travelbuddy.flightspecials.support.SpecialsDatabase;
import com.travelbuddy.flightspecials.support.Topic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/** The service is killed by SIGKILL, which it cannot prepare for, and started again. */
@ExtendWith(Chance.class)
final class KilledServiceTest {

    private static final Logger LOG = LoggerFactory.getLogger(KilledServiceTest.class);

    private final String name = Servers.newDatabase();
    private final SpecialsDatabase database = new SpecialsDatabase(Servers.postgres(), name);
    private final Map<String, String> environment =
            ServiceEnvironment.of(Servers.postgres(), name, Servers.kafka());
    private final String topicName = environment.get("KAFKA_TOPIC");

    @Test
    void noUpdateIsLostWhenKilledRightAfterACommit(Random random) throws Exception {
        AtomicReference<ServiceProcess> service =
                new AtomicReference<>(ServiceProcess.start(environment));
        try (Topic topic = new Topic(Servers.kafka().bootstrap(), topicName);
                Load load = Load.start(4, () -> service.get().uri())) {
            long left = 0;
            for (int kill = 0; kill < Chance.count(); kill++) {
                if (random.nextBoolean()) {
                    // Else it is killed before its relay has even begun.
                    long size = topic.size();
                    await().atMost(Duration.ofSeconds(60)).until(() -> topic.size() > size);
                }
                load.awaitAnswered(1 + random.nextInt(300));
                service.get().kill();
                left += database.backlog();
                service.set(ServiceProcess.start(environment));
            }
            load.awaitAnswered(1);
            load.stop();
            LOG.info(
                    "{} kills: {} updates answered, {} cut off; {} events were left to publish",
                    Chance.count(),
                    load.answered().size(),
                    load.cut(),
                    left);
            Delivery.assertComplete(database, topic, load.answered());
        } finally {
            service.get().close();
        }
    }

    @Test
    void noEventIsLostWhenKilledInTheMiddleOfABatch(Random random) throws Exception {
        int batch = 1_100;
        environment.put("RELAY_BATCH_SIZE", String.valueOf(batch));
        ServiceProcess.start(environment).close();
        Servers.kafka().createTopic(topicName, 6);
        try (Topic topic = new Topic(Servers.kafka().bootstrap(), topicName)) {
            for (int kill = 0; kill < Chance.count(); kill++) {
                database.update(3 * batch / 11);
                long waiting = database.backlog();
                long moment = topic.size() + 1 + random.nextInt(2 * batch);
                try (ServiceProcess service = ServiceProcess.launch(environment)) {
                    await().atMost(Duration.ofSeconds(60))
                            .pollDelay(Duration.ZERO)
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> topic.size() >= moment);
                    service.kill();
                }
                long left = database.backlog();
                assertThat(left).as("the relay was done before the kill").isPositive();
                LOG.info("killed with {} of {} events left", left, waiting);
            }
            try (ServiceProcess _ = ServiceProcess.start(environment)) {
                Delivery.assertComplete(database, topic, List.of());
            }
        }
    }
}

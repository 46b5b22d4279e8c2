package com.travelbuddy.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

class PortPlanTest {

    private final PortPlan standard = PortPlan.from(Map.of(), new ArrayList<>());

    @Test
    void hasNoObstacleWhenEveryPortIsFree() {
        assertThat(standard.busy(port -> true)).isEmpty();
    }

    @Test
    void namesEveryBusyPortWithTheVariableThatMovesItToAFreeOne() {
        List<String> obstacles =
                standard.busy(port -> !Set.of(8080, 8081, 8082, 19092).contains(port));

        assertThat(obstacles)
                .containsExactly(
                        "port 8080, for the service, is in use; APP_PORT=8083 moves it",
                        "port 8081, for the service's management, is in use; MANAGEMENT_PORT=8084 moves it",
                        "port 19092, for Kafka, is in use; KAFKA_PORT=19093 moves it");
    }
}

package com.travelbuddy.flightspecials.management;

import io.helidon.health.HealthCheckType;
import io.helidon.webserver.observe.ObserveFeature;
import io.helidon.webserver.observe.health.HealthObserver;
import io.helidon.webserver.observe.metrics.MetricsObserver;

import java.util.function.BooleanSupplier;

/** Health and metrics, on a listener of their own. */
public final class Management {

    private Management() {}

    /**
     * {@code /health/live}, {@code /health/ready}, {@code /health/started} and {@code /metrics}.
     *
     * @param socket the listener's name
     * @param alive false only when nothing but a restart helps; a database that is away is no such
     *     case
     * @param ready whether requests can be served
     * @param started whether the schema is in place
     */
    public static ObserveFeature feature(
            String socket, BooleanSupplier alive, BooleanSupplier ready, BooleanSupplier started) {
        return ObserveFeature.builder()
                .sockets(java.util.List.of(socket))
                .endpoint("")
                .observersDiscoverServices(false)
                .addObserver(
                        HealthObserver.builder()
                                .endpoint("health")
                                .details(true)
                                .useSystemServices(false)
                                .addCheck(new Check("relay", HealthCheckType.LIVENESS, alive))
                                .addCheck(new Check("database", HealthCheckType.READINESS, ready))
                                .addCheck(new Check("schema", HealthCheckType.STARTUP, started))
                                .build())
                .addObserver(MetricsObserver.builder().endpoint("metrics").build())
                .build();
    }
}

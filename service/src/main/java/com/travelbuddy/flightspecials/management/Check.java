package com.travelbuddy.flightspecials.management;

import io.helidon.health.HealthCheck;
import io.helidon.health.HealthCheckResponse;
import io.helidon.health.HealthCheckType;

import java.util.function.BooleanSupplier;

/** A health check that asks one question. */
record Check(String name, HealthCheckType type, BooleanSupplier isUp) implements HealthCheck {

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.builder().status(isUp.getAsBoolean()).build();
    }
}

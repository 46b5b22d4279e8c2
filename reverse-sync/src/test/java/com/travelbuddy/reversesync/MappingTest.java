package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

class MappingTest {

    @Test
    void carriesTheServicesTableToTheMonoliths() {
        try (Flights flights = new Flights()) {
            Cli.Result mapping = flights.run("mapping", "--output", "json");
            assertThat(mapping.exitCode()).as(mapping.err()).isZero();
            assertThat(mapping.out()).contains("expiryDate");
        }
    }
}

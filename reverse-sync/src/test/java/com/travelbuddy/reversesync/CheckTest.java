package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

class CheckTest {

    @Test
    void findsNoErrorInWhatFitsTogether() {
        try (Flights flights = new Flights()) {
            flights.addSpecials(1, 20).levelTarget();
            Cli.Result check = flights.run("check");
            assertThat(check.exitCode()).as(check.out()).isZero();
        }
    }
}

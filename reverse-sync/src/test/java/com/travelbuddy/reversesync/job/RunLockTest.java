package com.travelbuddy.reversesync.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.reversesync.aws.AwsClients;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class RunLockTest {

    @Test
    void keepsASecondRunOfTheSameTaskOutAndNoOther() {
        try (Flights flights = new Flights()) {
            Source source = source(flights);
            try (RunLock first = RunLock.take(source, "one")) {
                first.require();
                assertThatThrownBy(() -> RunLock.take(source, "one"))
                        .isInstanceOf(BusyException.class)
                        .hasMessageContainingAll("for the task one", "session pid ", " since ");
                RunLock.take(source, "two").close();
            }
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () ->
                                    assertThatCode(() -> RunLock.take(source, "one").close())
                                            .doesNotThrowAnyException());
        }
    }

    @Test
    void isNoLongerHeldWhenItsSessionHasEnded() {
        try (Flights flights = new Flights()) {
            Source source = source(flights);
            try (RunLock lock = RunLock.take(source, "one")) {
                flights.atSource(
                        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
                                + " AND database = (SELECT oid FROM pg_database"
                                + " WHERE datname = current_database())");
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(
                                () ->
                                        assertThatThrownBy(lock::require)
                                                .isInstanceOf(UnreachableException.class));
            }
        }
    }

    private static Source source(Flights flights) {
        Settings settings = Settings.load(flights.config(), Map.of());
        return new Source(settings.source(), new AwsClients(settings.dms()));
    }
}

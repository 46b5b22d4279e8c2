package com.travelbuddy.flightspecials.settings;

import java.time.Duration;

/**
 * The relay of the outbox.
 *
 * @param batchSize events read, published and removed at a time
 * @param pollInterval the pause after an empty outbox, and between two tries of a standby
 * @param retryMax the longest pause between two tries after a failure
 */
public record RelaySettings(int batchSize, Duration pollInterval, Duration retryMax) {

    static RelaySettings read(SettingsReader reader) {
        return new RelaySettings(
                reader.integer(Setting.RELAY_BATCH_SIZE, 1, 10_000),
                reader.duration(
                        Setting.RELAY_POLL_INTERVAL, Duration.ofMillis(1), Duration.ofMinutes(1)),
                reader.duration(
                        Setting.RELAY_RETRY_MAX, Duration.ofMillis(100), Duration.ofMinutes(10)));
    }
}

package com.travelbuddy.flightspecials.settings;

import java.time.Duration;
import java.util.List;

/**
 * The public listener.
 *
 * @param allowedOrigins origins that browsers may call from, {@code *} for any, empty for none
 * @param idleTimeout how long a connection may stay silent between requests
 * @param drainDelay how long requests are still accepted after the readiness has turned false
 * @param drainTimeout how long requests in flight may take to finish after that
 */
public record HttpSettings(
        String host,
        int port,
        List<String> allowedOrigins,
        int maxConcurrentRequests,
        Duration idleTimeout,
        Duration drainDelay,
        Duration drainTimeout) {

    static HttpSettings read(SettingsReader reader) {
        return new HttpSettings(
                reader.text(Setting.HTTP_HOST),
                reader.integer(Setting.HTTP_PORT, 0, 65_535),
                reader.list(Setting.HTTP_ALLOWED_ORIGINS),
                reader.integer(Setting.HTTP_MAX_CONCURRENT_REQUESTS, 1, 1_000_000),
                reader.duration(
                        Setting.HTTP_IDLE_TIMEOUT, Duration.ofSeconds(1), Duration.ofHours(2)),
                reader.duration(Setting.HTTP_DRAIN_DELAY, Duration.ZERO, Duration.ofMinutes(10)),
                reader.duration(Setting.HTTP_DRAIN_TIMEOUT, Duration.ZERO, Duration.ofMinutes(10)));
    }
}

package com.travelbuddy.reversesync.settings;

import java.time.Duration;

/**
 * The page and the metrics.
 *
 * @param port 0: any free one
 * @param interval between two looks at the task
 * @param history how far back lag and throughput are drawn
 */
public record ServeSettings(String address, int port, Duration interval, Duration history) {

    static ServeSettings read(SettingsReader reader) {
        return new ServeSettings(
                reader.optional("address").orElse("0.0.0.0"),
                reader.integer("port", 8090, 0, 65_535),
                reader.duration("interval", Duration.ofSeconds(15)),
                reader.duration("history", Duration.ofHours(6)));
    }
}

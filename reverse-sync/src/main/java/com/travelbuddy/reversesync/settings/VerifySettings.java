package com.travelbuddy.reversesync.settings;

import java.time.Duration;

/**
 * How rows are compared.
 *
 * @param chunkRows rows of a chunk whose checksums are compared
 * @param rowsPerSecond bound of the load on both databases; 0: none
 * @param settle how long a difference must last to be one: longer than the lag of the replication
 * @param pauseLag no further chunk is read while the replication lags by more
 * @param maxDifferences how many are reported one by one; a comparison that finds more ends
 */
public record VerifySettings(
        int chunkRows, int rowsPerSecond, Duration settle, Duration pauseLag, int maxDifferences) {

    static VerifySettings read(SettingsReader reader) {
        return new VerifySettings(
                reader.integer("chunk-rows", 10_000, 10, 1_000_000),
                reader.integer("rows-per-second", 0, 0, Integer.MAX_VALUE),
                reader.duration("settle", Duration.ofSeconds(10)),
                reader.duration("pause-lag", Duration.ofSeconds(60)),
                reader.integer("max-differences", 10_000, 1, 10_000_000));
    }
}

package com.travelbuddy.reversesync.settings;

import java.time.Duration;

/**
 * What counts as healthy.
 *
 * @param maxLag of the target behind the source
 * @param maxSlotBytes of log that the slot may keep the source from removing
 * @param maxVerificationAge of the last comparison that found both sides equal
 */
public record StatusSettings(Duration maxLag, long maxSlotBytes, Duration maxVerificationAge) {

    static StatusSettings read(SettingsReader reader) {
        return new StatusSettings(
                reader.duration("max-lag", Duration.ofSeconds(60)),
                reader.longInteger("max-slot-bytes", 1L << 30, 1, Long.MAX_VALUE),
                reader.duration("max-verification-age", Duration.ofHours(25)));
    }
}

package com.travelbuddy.local.dms.engine;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** CdcStopPosition of the API: a moment in UTC and the clock that it is read from. */
sealed interface StopPosition {

    record Never() implements StopPosition {}

    /** Transactions that commit later are not applied. */
    record CommitTime(Instant time) implements StopPosition {}

    /** The task ends when this machine's clock has passed it. */
    record ServerTime(Instant time) implements StopPosition {}

    /**
     * Reads {@code commit_time:2026-02-09T12:12:12} or {@code server_time:...}; empty: never.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static StopPosition parse(String text) {
        if (text.isEmpty()) {
            return new Never();
        }
        int colon = text.indexOf(':');
        String clock = colon < 0 ? "" : text.substring(0, colon);
        try {
            Instant time =
                    LocalDateTime.parse(text.substring(colon + 1).strip())
                            .toInstant(ZoneOffset.UTC);
            return switch (clock) {
                case "commit_time" -> new CommitTime(time);
                case "server_time" -> new ServerTime(time);
                default -> throw invalid(text);
            };
        } catch (DateTimeParseException e) {
            throw invalid(text);
        }
    }

    private static IllegalArgumentException invalid(String text) {
        return new IllegalArgumentException(
                "CdcStopPosition %s is not commit_time: or server_time: and a time such as 2026-02-09T12:12:12"
                        .formatted(text));
    }
}

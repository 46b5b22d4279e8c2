package com.travelbuddy.reversesync.preflight;

import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Which release of DMS reads which PostgreSQL (the guide's page on PostgreSQL as a source). */
final class DmsRelease {

    private static final int NEWEST = 17;
    private static final NavigableMap<Integer, String> FIRST =
            new TreeMap<>(Map.of(13, "3.4.3", 14, "3.4.7", 15, "3.5.1", 16, "3.5.3", 17, "3.6.1"));

    private DmsRelease() {}

    /** The least release, 0 for any; empty: no release is known to. */
    static Optional<String> forPostgres(int versionNumber) {
        int major = versionNumber / 10_000;
        if (major > NEWEST) {
            return Optional.empty();
        }
        return Optional.of(FIRST.getOrDefault(major, "0"));
    }

    static boolean isOlder(String release, String least) {
        return Arrays.compare(numbers(release), numbers(least)) < 0;
    }

    private static int[] numbers(String release) {
        return Arrays.stream(release.split("\\D+"))
                .filter(part -> !part.isEmpty())
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}

package com.travelbuddy.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What must not be there once a server has ended. */
final class Leftovers {

    private Leftovers() {}

    static void assertNone(long pid, Path folder) {
        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThat(folder).doesNotExist();
    }

    static void awaitNone(long pid, Path folder) {
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> ProcessHandle.of(pid).isEmpty() && Files.notExists(folder));
    }
}

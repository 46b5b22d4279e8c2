package com.travelbuddy.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;

/** Where a program keeps its log and its state: in a folder that is kept, or in a temporary one. */
record WorkFolder(Path path, boolean isTemporary) {

    /**
     * Makes it unless it is there.
     *
     * @param kept absent: a temporary one
     */
    static WorkFolder of(Optional<Path> kept, String prefix) {
        try {
            return kept.isPresent()
                    ? new WorkFolder(Files.createDirectories(kept.get()), false)
                    : new WorkFolder(Files.createTempDirectory(prefix), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    Optional<Path> temporary() {
        return isTemporary ? Optional.of(path) : Optional.empty();
    }

    /** Deletes it if it is temporary and still there. */
    void discard() {
        if (!isTemporary || Files.notExists(path)) {
            return;
        }
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

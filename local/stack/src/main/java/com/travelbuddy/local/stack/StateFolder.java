package com.travelbuddy.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Where the parts keep their data: below one folder that is kept, or in temporary folders of their
 * own.
 */
final class StateFolder implements AutoCloseable {

    private final Optional<Path> path;
    private final Optional<FileChannel> lock;

    private StateFolder(Optional<Path> path, Optional<FileChannel> lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Takes the folder for this stack alone.
     *
     * @throws StackFailedException when another stack has it, or it cannot be written
     */
    static StateFolder open(Optional<Path> kept) throws StackFailedException {
        if (kept.isEmpty()) {
            return new StateFolder(kept, Optional.empty());
        }
        try {
            Path folder = Files.createDirectories(kept.get().toAbsolutePath());
            FileChannel lock =
                    FileChannel.open(
                            folder.resolve("stack.lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!isTaken(lock)) {
                lock.close();
                throw new StackFailedException(
                        "%s is in use by another stack; stop that one, or name another folder"
                                .formatted(folder));
            }
            return new StateFolder(Optional.of(folder), Optional.of(lock));
        } catch (IOException e) {
            throw new StackFailedException("%s cannot be used: %s".formatted(kept.get(), e));
        }
    }

    /** A part's folder, if it is to be kept. */
    Optional<Path> of(String part) {
        return path.map(folder -> folder.resolve(part));
    }

    Optional<Path> path() {
        return path;
    }

    @Override
    public void close() {
        lock.ifPresent(
                channel -> {
                    try {
                        channel.close();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static boolean isTaken(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisJvm) {
            return false;
        }
    }
}

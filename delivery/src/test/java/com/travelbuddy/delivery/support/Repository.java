package com.travelbuddy.delivery.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that are delivered, where they stand in the source tree. */
public final class Repository {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private Repository() {}

    /** A file or folder by its path from the root, such as {@code chart/values.yaml}. */
    public static Path path(String relative) {
        return ROOT.resolve(relative);
    }

    /** The text of a file. */
    public static String read(String relative) {
        try {
            return Files.readString(path(relative));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

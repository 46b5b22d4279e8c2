package com.travelbuddy.delivery.images;

import com.travelbuddy.delivery.support.Repository;
import com.travelbuddy.delivery.support.Tool;
import com.travelbuddy.local.servers.Ports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What goes into the images, laid out and trained as the Dockerfile's build does it, in a folder
 * that everybody may read and only the owner may write.
 */
final class ImageFolders implements AutoCloseable {

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Path folder;

    ImageFolders() {
        try {
            folder = Files.createTempDirectory("flightspecials-images");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Tool.succeed(
                folder,
                JAVA,
                Repository.path("build/Images.java").toString(),
                Repository.path("").toString(),
                folder.resolve("images").toString());
        Tool.Result training =
                Tool.run(
                        folder,
                        ports(),
                        List.of(
                                JAVA,
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "com.travelbuddy.local.stack.Main",
                                "--service=" + path("service/flightspecials-service.jar"),
                                "--dms=" + path("dms-local/dms-local.jar"),
                                "--sync=" + path("reverse-sync/reverse-sync.jar"),
                                "--train=" + path("java")));
        if (training.exitCode() != 0) {
            throw new IllegalStateException("the training has failed: " + training.output());
        }
    }

    /** A file or folder of what was laid out. */
    Path path(String relative) {
        return folder.resolve("images").resolve(relative);
    }

    /** A folder of the test's own beside the images. */
    Path own(String name) {
        return folder.resolve(name);
    }

    private static Map<String, String> ports() {
        Map<String, String> variables = new HashMap<>();
        for (String variable :
                List.of(
                        "APP_PORT",
                        "MANAGEMENT_PORT",
                        "POSTGRES_PORT",
                        "MYSQL_PORT",
                        "KAFKA_PORT",
                        "DMS_PORT",
                        "REVERSE_SYNC_PORT")) {
            variables.put(variable, Integer.toString(Ports.free()));
        }
        return variables;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

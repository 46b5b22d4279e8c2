import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.CopyOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.spi.ToolProvider;
import java.util.zip.ZipEntry;

/**
 * Lays out what goes into the images, {@code Images.java ROOT FOLDER}: below FOLDER, {@code java},
 * a Java runtime of the modules that the programs use, and for each image a folder with its jar,
 * its libraries, native ones included, and {@code java.options}; {@code state} has the folder that
 * DMS Local keeps its state in.
 */
final class Images {

    /**
     * As jdeps lists them for the programs and their libraries; and Flight Recorder, for whoever
     * has to look into a running pod.
     */
    private static final List<String> MODULES =
            List.of(
                    "java.base",
                    "java.desktop",
                    "java.management",
                    "java.naming",
                    "java.net.http",
                    "java.security.jgss",
                    "java.security.sasl",
                    "java.sql",
                    "jdk.jfr",
                    "jdk.management",
                    "jdk.net",
                    "jdk.unsupported");

    private static final List<Image> IMAGES =
            List.of(
                    new Image("service", "service/target/flightspecials-service.jar"),
                    new Image("reverse-sync", "reverse-sync/target/reverse-sync.jar"),
                    new Image("dms-local", "local/dms/target/dms-local.jar"));

    // AOT caches are checked against the times of the jars.
    private static final CopyOption[] AS_IT_IS = {
        StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING
    };

    private record Image(String name, String jar) {}

    public static void main(String[] args) throws IOException {
        Path root = Path.of(args[0]);
        Path folder = Path.of(args[1]);
        delete(folder);
        runtime(folder.resolve("java"));
        for (Image image : IMAGES) {
            layOut(root, image, Files.createDirectories(folder.resolve(image.name())));
        }
        Path state = Files.createDirectories(folder.resolve("state").resolve("dms-local"));
        // Writable to whatever user the container runs as.
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private static void runtime(Path folder) {
        var err = new PrintWriter(System.err, true);
        int exitCode =
                ToolProvider.findFirst("jlink")
                        .orElseThrow(() -> new IllegalStateException("this Java has no jlink"))
                        .run(
                                new PrintWriter(System.out, true),
                                err,
                                "--add-modules",
                                String.join(",", MODULES),
                                "--no-header-files",
                                "--no-man-pages",
                                "--output",
                                folder.toString());
        if (exitCode != 0) {
            throw new IllegalStateException("jlink has ended with exit code " + exitCode);
        }
    }

    private static void layOut(Path root, Image image, Path folder) throws IOException {
        Path jar = root.resolve(image.jar());
        Files.copy(jar, folder.resolve(jar.getFileName()), AS_IT_IS);
        Path libraries = Files.createDirectory(folder.resolve("lib"));
        try (var found = Files.list(jar.resolveSibling("lib"))) {
            for (Path library : found.toList()) {
                Files.copy(library, libraries.resolve(library.getFileName()), AS_IT_IS);
                if (library.getFileName().toString().startsWith("sqlite-jdbc-")) {
                    unpackSqlite(library, Files.createDirectory(folder.resolve("native")));
                }
            }
        }
        Files.copy(root.resolve("build/java.options"), folder.resolve("java.options"), AS_IT_IS);
    }

    /** SQLite's driver would unpack it at each start, into a folder that has to be writable. */
    private static void unpackSqlite(Path jar, Path folder) throws IOException {
        String architecture =
                switch (System.getProperty("os.arch")) {
                    case "amd64" -> "x86_64";
                    case String other -> other;
                };
        String library = "libsqlitejdbc.so";
        try (var file = new JarFile(jar.toFile())) {
            ZipEntry entry =
                    file.getEntry("org/sqlite/native/Linux/%s/%s".formatted(architecture, library));
            if (entry == null) {
                throw new IOException("%s has no library for %s".formatted(jar, architecture));
            }
            Files.copy(file.getInputStream(entry), folder.resolve(library));
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}

package com.travelbuddy.delivery.support;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The packages that {@code src/test/npm} names and the scripts beside them. Where there is no npm,
 * tests that need it are skipped.
 */
public final class Npm {

    private static final Path SOURCES = Path.of("src", "test", "npm").toAbsolutePath();
    private static final Path FOLDER = Path.of("target", "npm").toAbsolutePath();
    private static final String LOCK = "package-lock.json";

    private Npm() {}

    /** Runs a program of one of the packages. */
    public static Tool.Result program(String name, String... arguments) {
        install();
        return node(FOLDER.resolve("node_modules/.bin").resolve(name), arguments);
    }

    /** Runs a script of {@code src/test/npm}. */
    public static Tool.Result script(String name, String... arguments) {
        install();
        try {
            // Beside node_modules, for that is where imports are looked for.
            Path script =
                    Files.copy(
                            SOURCES.resolve(name),
                            FOLDER.resolve(name),
                            StandardCopyOption.REPLACE_EXISTING);
            return node(script, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder of the installed packages. */
    public static Path packages() {
        install();
        return FOLDER.resolve("node_modules");
    }

    private static Tool.Result node(Path script, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.addAll(List.of(arguments));
        return Tool.run(FOLDER, Map.of(), command);
    }

    private static synchronized void install() {
        Assumptions.assumeTrue(
                Tool.isInstalled("node") && Tool.isInstalled("npm"), "npm is not installed");
        try {
            Path installed = FOLDER.resolve("installed-" + LOCK);
            if (Files.exists(installed) && Files.mismatch(installed, SOURCES.resolve(LOCK)) == -1) {
                return;
            }
            Files.createDirectories(FOLDER);
            for (String file : List.of("package.json", LOCK)) {
                Files.copy(
                        SOURCES.resolve(file),
                        FOLDER.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Tool.succeed(FOLDER, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            Files.copy(SOURCES.resolve(LOCK), installed, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

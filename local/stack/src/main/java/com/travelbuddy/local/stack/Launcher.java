package com.travelbuddy.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * With which Java the programs run: this process's own, or an image's, then with the options of
 * that image, and recording what the program does for its AOT cache (JEP 514).
 */
record Launcher(Optional<Path> imageRuntime) {

    /** Beside a program's jar in its image. */
    private static final String OPTIONS = "java.options";

    /**
     * A command line up to the program's own arguments. When recording, the program leaves a cache
     * beside its jar when it ends.
     *
     * @param options of the JVM on this machine; an image has its own
     */
    List<String> recording(Path jar, List<String> options) {
        if (imageRuntime.isEmpty()) {
            return plain(jar, options);
        }
        List<String> command = new ArrayList<>();
        command.add(java(imageRuntime.get()));
        Path ownOptions = jar.resolveSibling(OPTIONS);
        if (Files.exists(ownOptions)) {
            command.add("@" + ownOptions);
        }
        command.add("-XX:AOTCacheOutput=" + cache(jar));
        command.addAll(List.of("-jar", jar.toString()));
        return List.copyOf(command);
    }

    /** The same without a record. */
    List<String> plain(Path jar, List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(java(imageRuntime.orElse(Path.of(System.getProperty("java.home")))));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        return List.copyOf(command);
    }

    /** Where the cache of a program is, once it has been recorded. */
    static Path cache(Path jar) {
        return jar.resolveSibling("app.aot");
    }

    private static String java(Path home) {
        return home.resolve("bin").resolve("java").toString();
    }
}

package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Who may know whom, read from the compiled classes and from what ships with them. */
class ArchitectureTest {

    private static final String BASE = "com/travelbuddy/reversesync/";
    private static final Path CLASSES = Path.of("target", "classes");

    /** A package may use those of the layers before its own. */
    private static final List<List<String>> LAYERS =
            List.of(
                    List.of("progress", "settings"),
                    List.of("aws"),
                    List.of("catalog"),
                    List.of("mapping"),
                    List.of("dms", "verify"),
                    List.of("preflight", "status"),
                    List.of("job", "http"),
                    List.of("command"),
                    List.of(""));

    @Test
    void nothingOfTheLocalStandInsIsUsedOrShipped() throws IOException {
        references()
                .forEach(
                        (name, used) ->
                                assertThat(used)
                                        .as(name)
                                        .noneMatch(to -> to.startsWith("com/travelbuddy/local/")));
        try (Stream<Path> shipped = Files.list(Path.of("target", "lib"))) {
            assertThat(shipped.map(jar -> jar.getFileName().toString()))
                    .isNotEmpty()
                    .noneMatch(jar -> jar.matches("(local-|junit|assertj|selenium).*"));
        }
    }

    @Test
    void packagesKnowOnlyThoseOfLayersBelow() throws IOException {
        references()
                .forEach(
                        (name, used) ->
                                assertThat(
                                                used.stream()
                                                        .filter(to -> to.startsWith(BASE))
                                                        .map(ArchitectureTest::packageOf)
                                                        .filter(to -> !to.equals(packageOf(name)))
                                                        .distinct())
                                        .as(name)
                                        .allMatch(to -> layer(to) < layer(packageOf(name))));
    }

    @Test
    void onlySettingsReadsConfiguration() throws IOException {
        references()
                .forEach(
                        (name, used) -> {
                            if (!packageOf(name).equals("settings")) {
                                assertThat(used)
                                        .as(name)
                                        .noneMatch(to -> to.startsWith("io/helidon/config/"));
                            }
                        });
    }

    private static int layer(String name) {
        for (int i = 0; i < LAYERS.size(); i++) {
            if (LAYERS.get(i).contains(name)) {
                return i;
            }
        }
        throw new AssertionError("The package '%s' has no layer".formatted(name));
    }

    private static String packageOf(String className) {
        String local = className.substring(BASE.length());
        return local.contains("/") ? local.substring(0, local.indexOf('/')) : "";
    }

    private static Map<String, List<String>> references() throws IOException {
        Map<String, List<String>> references = new HashMap<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                var model = ClassFile.of().parse(file);
                references.put(
                        model.thisClass().asInternalName(),
                        StreamSupport.stream(model.constantPool().spliterator(), false)
                                .filter(ClassEntry.class::isInstance)
                                .map(entry -> ((ClassEntry) entry).asInternalName())
                                .toList());
            }
        }
        assertThat(references).isNotEmpty();
        return references;
    }
}

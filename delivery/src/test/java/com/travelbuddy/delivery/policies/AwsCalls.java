package com.travelbuddy.delivery.policies;

import com.travelbuddy.delivery.policies.ByteCode.Method;
import com.travelbuddy.delivery.support.Repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.constant.ConstantDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The calls to AWS that a program's own classes make, and those that some of its libraries make for
 * it, as the actions that IAM knows them by.
 *
 * @param libraries where the program's libraries are, the SDK among them
 */
record AwsCalls(ByteCode code, Path libraries) {

    private static final Pattern CLIENT =
            Pattern.compile("software\\.amazon\\.awssdk\\.services\\.([a-z0-9]+)\\.\\w+Client");

    /** What a client can do without asking AWS for anything. */
    private static final Set<String> NO_CALLS = Set.of("builder", "close");

    /** Where IAM's name of a service is not that of its host. */
    private static final Map<String, String> PREFIXES = Map.of("monitoring", "cloudwatch");

    /** Those of a program of this repository, and of libraries by the beginning of their names. */
    static AwsCalls of(String jar, String... libraries) {
        Path folder = Repository.path(jar).resolveSibling("lib");
        Stream<Path> used = Stream.of(libraries).map(name -> library(folder, name));
        return new AwsCalls(
                ByteCode.of(
                        Stream.concat(Stream.of(Repository.path(jar)), used).toArray(Path[]::new)),
                folder);
    }

    private static Path library(Path folder, String name) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file ->
                                    file.getFileName()
                                            .toString()
                                            .matches(name + "-[0-9][0-9.]*\\.jar"))
                    .findAny()
                    .orElseThrow(() -> new IllegalStateException("No " + name + " in " + folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All, such as {@code dms:CreateEndpoint}. */
    Set<String> all() {
        return actions(code.called());
    }

    /** Those that a class comes to make, at whatever depth. */
    Set<String> from(String type) {
        Set<Method> called = code.calledFrom(type);
        if (called.isEmpty()) {
            throw new IllegalStateException("No class " + type);
        }
        return actions(called);
    }

    private Set<String> actions(Collection<Method> methods) {
        return methods.stream()
                .filter(method -> !NO_CALLS.contains(method.name()))
                .flatMap(
                        method -> {
                            Matcher client = CLIENT.matcher(method.owner());
                            return client.matches()
                                    ? Stream.of(
                                            prefix(client.group(1), method.owner())
                                                    + ":"
                                                    + operation(method.name()))
                                    : Stream.empty();
                        })
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String operation(String method) {
        String name = method.replaceFirst("Paginator$", "");
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }

    /** As the client's own constant says. */
    private String prefix(String service, String client) {
        try (JarFile jar = new JarFile(library(libraries, service).toFile())) {
            JarEntry entry = jar.getJarEntry(client.replace('.', '/') + ".class");
            try (var bytes = jar.getInputStream(entry)) {
                String name =
                        ClassFile.of().parse(bytes.readAllBytes()).fields().stream()
                                .filter(field -> field.fieldName().equalsString("SERVICE_NAME"))
                                .flatMap(
                                        field ->
                                                field
                                                        .findAttribute(Attributes.constantValue())
                                                        .stream())
                                .map(value -> value.constant().constantValue())
                                .map(ConstantDesc::toString)
                                .findAny()
                                .orElseThrow();
                return PREFIXES.getOrDefault(name, name);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

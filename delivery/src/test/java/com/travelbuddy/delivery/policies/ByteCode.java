package com.travelbuddy.delivery.policies;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Which methods the methods of some jars call, method references and lambdas included. A method
 * reference counts as called where it is made.
 *
 * @param calls by the calling method
 * @param implementors the classes of these jars by the interface that they implement
 */
record ByteCode(Map<Method, Set<Method>> calls, Map<String, Set<String>> implementors) {

    /**
     * A method.
     *
     * @param owner the class's full name
     */
    record Method(String owner, String name, String descriptor) {}

    static ByteCode of(Path... jars) {
        ByteCode code = new ByteCode(new HashMap<>(), new HashMap<>());
        for (Path jar : jars) {
            code.read(jar);
        }
        return code;
    }

    private void read(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry :
                    file.stream().filter(one -> one.getName().endsWith(".class")).toList()) {
                try (var bytes = file.getInputStream(entry)) {
                    read(ClassFile.of().parse(bytes.readAllBytes()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(ClassModel type) {
        String owner = name(type.thisClass().asSymbol());
        type.interfaces()
                .forEach(
                        one ->
                                implementors
                                        .computeIfAbsent(name(one.asSymbol()), _ -> new HashSet<>())
                                        .add(owner));
        for (MethodModel method : type.methods()) {
            Method caller =
                    new Method(
                            owner,
                            method.methodName().stringValue(),
                            method.methodType().stringValue());
            Set<Method> called = calls.computeIfAbsent(caller, _ -> new HashSet<>());
            method.code().stream()
                    .flatMap(CodeModel::elementStream)
                    .flatMap(ByteCode::called)
                    .forEach(called::add);
        }
    }

    private static Stream<Method> called(CodeElement element) {
        return switch (element) {
            case InvokeInstruction call ->
                    Stream.of(
                            new Method(
                                    call.owner().asInternalName().replace('/', '.'),
                                    call.name().stringValue(),
                                    call.type().stringValue()));
            case InvokeDynamicInstruction call ->
                    call.bootstrapArgs().stream().flatMap(ByteCode::handle);
            default -> Stream.empty();
        };
    }

    private static Stream<Method> handle(ConstantDesc argument) {
        return argument instanceof DirectMethodHandleDesc handle
                ? Stream.of(
                        new Method(
                                name(handle.owner()),
                                handle.methodName(),
                                handle.lookupDescriptor()))
                : Stream.empty();
    }

    private static String name(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.substring(1, descriptor.length() - 1).replace('/', '.');
    }

    /** All that is called, whoever does. */
    Set<Method> called() {
        Set<Method> all = new HashSet<>();
        calls.values().forEach(all::addAll);
        return all;
    }

    /** What the methods of a class come to call, at whatever depth. */
    Set<Method> calledFrom(String type) {
        Deque<Method> open = new ArrayDeque<>();
        calls.keySet().stream().filter(method -> method.owner().equals(type)).forEach(open::add);
        Set<Method> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            for (Method next : calls.getOrDefault(open.pop(), Set.of())) {
                targets(next).filter(seen::add).forEach(open::add);
            }
        }
        return seen;
    }

    private Stream<Method> targets(Method method) {
        return Stream.concat(
                Stream.of(method),
                implementors.getOrDefault(method.owner(), Set.of()).stream()
                        .map(type -> new Method(type, method.name(), method.descriptor())));
    }
}

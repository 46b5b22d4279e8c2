package com.travelbuddy.delivery.compose;

import com.travelbuddy.delivery.support.Repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A service of compose.yaml in the terms of this machine: names of hosts become its address, paths
 * of the container paths of a folder, ports those that are published.
 */
final class PlainContainer {

    private static final String HERE = "127.0.0.1";
    private static final Map<String, String> JARS =
            Map.of(
                    "service", "service/target/flightspecials-service.jar",
                    "dms-local", "local/dms/target/dms-local.jar",
                    "reverse-sync", "reverse-sync/target/reverse-sync.jar");

    /** A port of a service, for the others and here. */
    record Address(String service, int inside, int here) {}

    private final ComposeService service;
    private final List<Address> addresses;
    private final Map<String, Path> paths = new LinkedHashMap<>();

    PlainContainer(ComposeService service, List<Address> addresses, Path volumes, Path own) {
        this.service = service;
        this.addresses = addresses;
        try {
            for (ComposeService.Mount mount : service.mounts()) {
                paths.put(mount.path(), mounted(mount, volumes, own));
            }
            for (String folder : service.temporaryFolders()) {
                paths.put(folder, Files.createDirectories(own.resolve("tmp")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a path of the container is. */
    Path path(String inside) {
        return paths.get(inside);
    }

    List<String> command() {
        List<String> command = new ArrayList<>();
        if (service.isOurs()) {
            command.addAll(
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC",
                            "-Xmx192m",
                            "-jar",
                            Repository.path(JARS.get(service.target())).toString()));
        }
        service.entrypoint().forEach(word -> command.add(here(word)));
        service.command().forEach(word -> command.add(here(word)));
        return KafkaProgram.isOne(command.getFirst()) ? KafkaProgram.command(command) : command;
    }

    /** The check of health; its own ports are those of this machine. */
    List<String> healthCheck() {
        List<String> check = service.healthCheck().stream().map(this::here).toList();
        if (KafkaProgram.isOne(check.getFirst())) {
            return KafkaProgram.command(check);
        }
        String shell = String.join(" ", check);
        for (Address address : addresses) {
            if (address.service().equals(service.name())) {
                shell =
                        shell.replaceAll(
                                "\\b%d\\b".formatted(address.inside()),
                                Integer.toString(address.here()));
            }
        }
        return List.of("sh", "-c", shell);
    }

    Map<String, String> environment() {
        Map<String, String> environment = new LinkedHashMap<>();
        service.environment().forEach((name, value) -> environment.put(name, here(value)));
        for (Address address : addresses) {
            if (environment.containsValue(address.service())) {
                environment.replaceAll(
                        (name, value) ->
                                value.equals(address.service())
                                        ? HERE
                                        : value.equals(Integer.toString(address.inside()))
                                                ? Integer.toString(address.here())
                                                : value);
            }
        }
        return environment;
    }

    private String here(String text) {
        for (Map.Entry<String, Path> path : paths.entrySet()) {
            if (text.equals(path.getKey()) || text.startsWith(path.getKey() + "/")) {
                return path.getValue() + text.substring(path.getKey().length());
            }
        }
        String here = text;
        for (Address address : addresses) {
            here =
                    here.replaceAll(
                            "(?<![\\w-])%s:%d\\b".formatted(address.service(), address.inside()),
                            "%s:%d".formatted(HERE, address.here()));
            here =
                    here.replaceAll(
                            "host: %s, port: %d\\b".formatted(address.service(), address.inside()),
                            "host: %s, port: %d".formatted(HERE, address.here()));
        }
        return here;
    }

    private Path mounted(ComposeService.Mount mount, Path volumes, Path own) throws IOException {
        if (mount.isNamed()) {
            return Files.createDirectories(volumes.resolve(mount.source()));
        }
        Path source = Repository.path(mount.source()).normalize();
        if (Files.isDirectory(source)) {
            return source;
        }
        Files.createDirectories(own);
        return Files.writeString(own.resolve(source.getFileName()), here(Files.readString(source)));
    }
}

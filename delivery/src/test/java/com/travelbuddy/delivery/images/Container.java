package com.travelbuddy.delivery.images;

import com.travelbuddy.local.servers.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A container of an image as a plain process: its start command with the image's files in another
 * place, its environment, a user that owns none of the files and has no folder for temporary ones.
 * Unless told otherwise, the JVM refuses a start without the image's AOT cache.
 */
final class Container implements AutoCloseable {

    // Neither root nor the image's own user: an image must not depend on its user.
    private static final String USER = "12345";

    private final Path log;
    private final ServerProcess process;

    /**
     * Starts it.
     *
     * @param arguments for the program; none: the image's default
     */
    Container(
            ImageFolders images, String image, Map<String, String> variables, String... arguments) {
        Dockerfile dockerfile = Dockerfile.read();
        List<String> command = new ArrayList<>(dockerfile.command(image, "ENTRYPOINT"));
        command.addAll(
                arguments.length == 0 ? dockerfile.command(image, "CMD") : List.of(arguments));
        this(images, image, variables, command);
    }

    private Container(
            ImageFolders images,
            String image,
            Map<String, String> variables,
            List<String> command) {
        Map<String, String> environment = new HashMap<>(Dockerfile.read().environment(image));
        environment.replaceAll((_, value) -> relocated(images, image, value));
        environment.put("JAVA_TOOL_OPTIONS", "-XX:AOTMode=on -Djava.io.tmpdir=/nowhere");
        environment.putAll(variables);
        List<String> asUser = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            asUser.addAll(
                    List.of("setpriv", "--reuid", USER, "--regid", USER, "--clear-groups", "--"));
        }
        command.stream().map(word -> relocated(images, image, word)).forEach(asUser::add);
        try {
            log = Files.createTempFile("container-" + image, ".log");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process =
                ServerProcess.start(
                        new ServerProcess.Launch(image, asUser, log)
                                .withEnvironment(environment)
                                .withFarewell(ServerProcess.Signal.TERM, Duration.ofSeconds(40)));
    }

    /** The image's health check, run beside a container that has the same environment. */
    static Container healthCheck(ImageFolders images, String image, Map<String, String> variables) {
        return new Container(
                images, image, variables, Dockerfile.read().command(image, "HEALTHCHECK"));
    }

    private static String relocated(ImageFolders images, String image, String word) {
        return word.replace("/opt/java/", images.path("java") + "/")
                .replace("/app/", images.path(image) + "/")
                .replace("/var/lib/dms-local", images.path("state/dms-local").toString());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Its exit code, once it has ended by itself. */
    int awaitExit() {
        return process.onExit().join();
    }

    /** Asks it to end, and tells the exit code. */
    int terminate() {
        return process.stop(ServerProcess.Signal.TERM);
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.stop(ServerProcess.Signal.KILL);
        }
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

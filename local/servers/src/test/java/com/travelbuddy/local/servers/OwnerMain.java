package com.travelbuddy.local.servers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** {@code OwnerMain temporary|FOLDER SERVER...}; see {@link OrphanTest}. */
final class OwnerMain {

    private OwnerMain() {}

    static void main(String[] args) throws IOException {
        Arrays.stream(args)
                .skip(1)
                .parallel()
                .map(server -> started(server, folder(args[0], server)))
                .forEach(System.out::println);
        System.in.transferTo(System.err);
    }

    private static Optional<Path> folder(String kept, String server) {
        return kept.equals("temporary") ? Optional.empty() : Optional.of(Path.of(kept, server));
    }

    private static String started(String server, Optional<Path> folder) {
        return switch (server) {
            case "postgres" -> {
                var started = LocalPostgres.start(new LocalPostgres.Options(0, folder, false));
                yield started.pid() + " " + started.folder();
            }
            case "mariadb" -> {
                var started = LocalMariaDb.start(new LocalMariaDb.Options(0, folder));
                yield started.pid() + " " + started.folder();
            }
            case "kafka" -> {
                var started = LocalKafka.start(new LocalKafka.Options(0, folder, false));
                yield started.pid() + " " + started.folder();
            }
            default -> throw new IllegalArgumentException(server);
        };
    }
}

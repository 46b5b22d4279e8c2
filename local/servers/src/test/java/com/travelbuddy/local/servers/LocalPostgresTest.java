package com.travelbuddy.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.travelbuddy.local.servers.LocalPostgres.Options;
import com.travelbuddy.local.servers.LocalPostgres.StopMode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

class LocalPostgresTest {

    private static LocalPostgres shared;

    @BeforeAll
    static void start() {
        shared = LocalPostgres.start(Options.temporary());
    }

    @AfterAll
    static void stop() {
        shared.close();
    }

    @Test
    void isReadyForLogicalDecoding() throws SQLException {
        assertThat(setting(shared, "wal_level")).isEqualTo("logical");
        assertThat(setting(shared, "synchronous_commit")).isEqualTo("on");
        assertThat(setting(shared, "fsync")).isEqualTo("off");
        assertThat(setting(shared, "max_connections")).isEqualTo("200");
        assertThat(setting(shared, "max_replication_slots")).isEqualTo("20");
        assertThat(setting(shared, "max_wal_senders")).isEqualTo("20");
    }

    @Test
    void keepsWhatWasCommittedOverAStopOfEitherModeAndLeavesNothingBehind() throws SQLException {
        LocalPostgres postgres = LocalPostgres.start(Options.temporary());
        try (postgres) {
            int port = postgres.port();
            postgres.createDatabase("travel \"buddy\"");
            execute(postgres, "travel \"buddy\"", "CREATE TABLE kept (mode text)");
            for (StopMode mode : StopMode.values()) {
                execute(postgres, "travel \"buddy\"", "INSERT INTO kept VALUES ('" + mode + "')");
                postgres.stop(mode);
                assertThat(postgres.isRunning()).isFalse();
                assertThatThrownBy(() -> postgres.connect("postgres"))
                        .hasRootCauseInstanceOf(ConnectException.class);
                postgres.start();
                assertThat(postgres.port()).isEqualTo(port);
            }
            assertThat(
                            query(
                                    postgres,
                                    "travel \"buddy\"",
                                    "SELECT string_agg(mode, ' ') FROM kept"))
                    .isEqualTo("FAST IMMEDIATE");
        }
        Leftovers.assertNone(postgres.pid(), postgres.folder());
    }

    @Test
    void continuesWithAKeptFolder(@TempDir Path folder) throws SQLException {
        try (LocalPostgres postgres = LocalPostgres.start(Options.keptIn(folder))) {
            assertThat(setting(postgres, "fsync")).isEqualTo("on");
            postgres.createDatabase("dso");
            execute(postgres, "dso", "CREATE TABLE kept AS SELECT 42 AS answer");
            assertThatThrownBy(() -> LocalPostgres.start(Options.keptIn(folder)))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining("another one is using it");
        }
        try (LocalPostgres postgres = LocalPostgres.start(Options.keptIn(folder))) {
            postgres.createDatabase("dso");
            assertThat(query(postgres, "dso", "SELECT answer FROM kept")).isEqualTo("42");
        }
        assertThat(folder).exists();
    }

    @Test
    void runsBesideAnotherAndNamesThePortThatIsInUse() throws SQLException {
        try (LocalPostgres other = LocalPostgres.start(Options.temporary())) {
            assertThat(setting(shared, "port")).isEqualTo(Integer.toString(shared.port()));
            assertThat(setting(other, "port")).isEqualTo(Integer.toString(other.port()));
        }
        assertThatThrownBy(() -> LocalPostgres.start(Options.temporary().withPort(shared.port())))
                .isInstanceOf(LocalServerException.class)
                .hasMessage(
                        "PostgreSQL cannot listen on port %d: it is in use"
                                .formatted(shared.port()));
    }

    @Test
    void listensOnTheLoopbackInterfaceOnly() throws IOException {
        List<InetAddress> others =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(address -> !address.isLoopbackAddress())
                        .toList();
        for (InetAddress address : others) {
            assertThatThrownBy(() -> new Socket(address, shared.port()).close())
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void showsTheEndOfTheLogWhenTheServerCannotStart(@TempDir Path folder) throws IOException {
        LocalPostgres.start(Options.keptIn(folder)).close();
        Files.writeString(folder.resolve("data/postgresql.conf"), "no_such_setting = 1\n");

        assertThatThrownBy(() -> LocalPostgres.start(Options.keptIn(folder)))
                .isInstanceOf(LocalServerException.class)
                .hasMessageStartingWith("PostgreSQL ended with exit code 1 while starting")
                .hasMessageContaining("no_such_setting");
    }

    private static String setting(LocalPostgres postgres, String name) throws SQLException {
        return query(postgres, "postgres", "SHOW " + name);
    }

    private static String query(LocalPostgres postgres, String database, String sql)
            throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static void execute(LocalPostgres postgres, String database, String sql)
            throws SQLException {
        try (Connection connection = postgres.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

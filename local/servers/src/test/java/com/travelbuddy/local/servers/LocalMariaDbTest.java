package com.travelbuddy.local.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.travelbuddy.local.servers.LocalMariaDb.Options;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class LocalMariaDbTest {

    @Test
    void holdsTheMonolithsTableAndItsElevenSpecials() throws SQLException {
        LocalMariaDb mariaDb = LocalMariaDb.start(Options.temporary());
        try (mariaDb) {
            mariaDb.createMonolith();

            assertThat(
                            query(
                                    mariaDb,
                                    """
                                    SELECT CONCAT_WS('|', id, header, body, originCode, destinationCode)
                                      FROM flightspecial ORDER BY id
                                    """))
                    .hasSize(11)
                    .startsWith(
                            "1|London to Prague|Jewel of the East|LHR|CDG",
                            "2|Paris to London|Weekend getaway!|ORG|DST")
                    .endsWith("11|New York to London|Trans-Atlantic|ORG|DST");
            assertThat(query(mariaDb, "SELECT cost FROM flightspecial"))
                    .allSatisfy(cost -> assertThat(Integer.parseInt(cost)).isBetween(50, 250));
            assertThat(query(mariaDb, "SELECT expiryDate FROM flightspecial"))
                    .allSatisfy(
                            millis ->
                                    assertThat(Instant.ofEpochMilli(Long.parseLong(millis)))
                                            .isBetween(
                                                    Instant.now().plus(Duration.ofHours(21)),
                                                    Instant.now().plus(Duration.ofHours(23))));
            assertThat(
                            query(
                                    mariaDb,
                                    """
                                    SELECT CONCAT_WS(' ', column_name, column_type, is_nullable, character_set_name)
                                      FROM information_schema.columns
                                     WHERE table_name = 'flightspecial' ORDER BY ordinal_position
                                    """))
                    .containsExactly(
                            "id int(10) unsigned NO",
                            "header varchar(255) NO utf8mb3",
                            "body varchar(255) YES utf8mb3",
                            "origin varchar(255) YES utf8mb3",
                            "originCode varchar(6) YES utf8mb3",
                            "destination varchar(255) YES utf8mb3",
                            "destinationCode varchar(6) YES utf8mb3",
                            "cost int(11) NO",
                            "expiryDate bigint(20) NO");
        }
        Leftovers.assertNone(mariaDb.pid(), mariaDb.folder());
    }

    @Test
    void leavesAKeptTableAsItIs(@TempDir Path folder) throws SQLException {
        try (LocalMariaDb mariaDb = LocalMariaDb.start(Options.keptIn(folder))) {
            mariaDb.createMonolith();
            update(mariaDb, "UPDATE flightspecial SET header = 'London to Seoul' WHERE id = 1");
            update(mariaDb, "DELETE FROM flightspecial WHERE id > 2");
            assertThatThrownBy(() -> LocalMariaDb.start(Options.keptIn(folder)))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessageContaining("another one is using it");
        }
        try (LocalMariaDb mariaDb = LocalMariaDb.start(Options.keptIn(folder))) {
            mariaDb.createMonolith();
            assertThat(query(mariaDb, "SELECT header FROM flightspecial ORDER BY id"))
                    .containsExactly("London to Seoul", "Paris to London");
        }
    }

    @Test
    void keepsItsDataOverAStopAndAKill() throws SQLException {
        try (LocalMariaDb mariaDb = LocalMariaDb.start(Options.temporary())) {
            int port = mariaDb.port();
            mariaDb.createMonolith();
            mariaDb.stop();
            assertThat(mariaDb.isRunning()).isFalse();
            mariaDb.start();
            mariaDb.kill();
            mariaDb.start();
            assertThat(mariaDb.port()).isEqualTo(port);
            assertThat(query(mariaDb, "SELECT id FROM flightspecial")).hasSize(11);
        }
    }

    @Test
    void runsBesideAnotherAndNamesThePortThatIsInUse() throws SQLException {
        try (LocalMariaDb one = LocalMariaDb.start(Options.temporary());
                LocalMariaDb other = LocalMariaDb.start(Options.temporary())) {
            one.createMonolith();
            other.createMonolith();
            assertThat(one.port()).isNotEqualTo(other.port());
            assertThatThrownBy(() -> LocalMariaDb.start(Options.temporary().withPort(one.port())))
                    .isInstanceOf(LocalServerException.class)
                    .hasMessage(
                            "MariaDB cannot listen on port %d: it is in use".formatted(one.port()));
        }
    }

    private static List<String> query(LocalMariaDb mariaDb, String sql) throws SQLException {
        try (Connection connection = mariaDb.connect(LocalMariaDb.MONOLITH);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static void update(LocalMariaDb mariaDb, String sql) throws SQLException {
        try (Connection connection = mariaDb.connect(LocalMariaDb.MONOLITH);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}

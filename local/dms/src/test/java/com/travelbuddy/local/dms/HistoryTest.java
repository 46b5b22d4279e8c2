package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.local.servers.LocalPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a history says it has changed is what PostgreSQL's log says. */
final class HistoryTest {

    private static final Pattern CHANGE =
            Pattern.compile(
                    "table travelbuddy\\.(\\w+): (INSERT|UPDATE|DELETE): (.*)", Pattern.DOTALL);

    @RegisterExtension static final Chance CHANCE = Chance.ofHistories();

    private final Flights flights = new Flights();

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void countsExactlyWhatIsCommitted(Random random) {
        slot(flights);
        History history = new History(flights, random);
        history.run(150);
        history.start(3);
        history.awaitCommitted(300);
        history.stop();
        assertCounts(flights, history);
        assertThat(history.committed()).isGreaterThanOrEqualTo(450);
    }

    @Test
    void countsExactlyWhenItsSessionsAreLost(Random random) {
        slot(flights);
        History history = new History(flights, random);
        history.start(4);
        for (int i = 0; i < 20; i++) {
            history.awaitCommitted(1 + random.nextInt(20));
            flights.fromSource(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                     WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """);
        }
        history.stop();
        assertCounts(flights, history);
    }

    @Test
    void countsExactlyWhenItsServerIsKilled(Random random) {
        try (LocalPostgres own = LocalPostgres.start(LocalPostgres.Options.temporary());
                Flights lost = new Flights(own, Servers.mariaDb())) {
            slot(lost);
            History history = new History(lost, random);
            history.start(4);
            for (int i = 0; i < 3; i++) {
                history.awaitCommitted(1 + random.nextInt(100));
                own.stop(LocalPostgres.StopMode.IMMEDIATE);
                own.start();
            }
            history.awaitCommitted(1);
            history.stop();
            assertCounts(lost, history);
        }
    }

    private static void slot(Flights flights) {
        flights.atSource(
                "SELECT pg_create_logical_replication_slot('%s', 'test_decoding')"
                        .formatted(flights.name()));
    }

    private static void assertCounts(Flights flights, History history) {
        List<String> log =
                flights.fromSource(
                        "SELECT data FROM pg_logical_slot_get_changes('%s', NULL, NULL)"
                                .formatted(flights.name()));
        Map<String, Changes> logged = new HashMap<>();
        Map<String, Changes> airlines = new HashMap<>();
        for (String line : log) {
            Matcher change = CHANGE.matcher(line);
            if (change.matches()) {
                Changes one =
                        switch (change.group(2)) {
                            case "INSERT" -> new Changes(1, 0, 0);
                            case "UPDATE" -> new Changes(0, 1, 0);
                            default -> new Changes(0, 0, 1);
                        };
                logged.merge(change.group(1), one, Changes::plus);
                if (change.group(1).equals("airline")) {
                    airlines.merge(code(change.group(3)), one, Changes::plus);
                }
            }
        }
        assertThat(logged.keySet()).containsExactlyInAnyOrderElementsOf(Flights.TABLES);
        logged.forEach(
                (table, changes) ->
                        assertThat(history.changes(table)).as(table).isEqualTo(changes));
        assertThat(history.airlines()).isEqualTo(airlines);
    }

    /** Of a row as test_decoding prints it. */
    private static String code(String row) {
        Matcher code =
                Pattern.compile("code\\[character varying\\]:'((?:[^']|'')*)'.*", Pattern.DOTALL)
                        .matcher(row);
        assertThat(code.matches()).as(row).isTrue();
        return code.group(1).replace("''", "'");
    }
}

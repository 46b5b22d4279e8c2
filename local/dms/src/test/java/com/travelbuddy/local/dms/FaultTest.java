package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Whatever happens to a database or on the way to it, each change is applied, and once. */
final class FaultTest {

    private static final Duration BOUND = Duration.ofSeconds(60);

    /** Longer than a session waits for a row, or waits over and over. */
    private static final String HAS_WAITED_LONG =
            """
            SELECT 1 FROM information_schema.PROCESSLIST
             WHERE state LIKE 'Waiting for table%%' AND time_ms > 2000
            UNION SELECT 1 FROM information_schema.INNODB_TRX
             WHERE trx_wait_started < now() - INTERVAL 3 SECOND
            UNION SELECT 1 FROM information_schema.GLOBAL_STATUS
             WHERE variable_name = 'INNODB_ROW_LOCK_WAITS' AND variable_value >= %s + 2
            """;

    private static final int MEANWHILE = 30;

    @RegisterExtension static final Chance CHANCE = Chance.ofFaults();
    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    private static LocalPostgres postgres;
    private static LocalMariaDb mariaDb;
    private static CuttableLink source;
    private static CuttableLink target;
    private static Flights flights;
    private static Task task;
    private static Audit audit;
    private static History history;

    private enum Fault {
        TARGET_ROW_LOCKED,
        TARGET_TABLE_LOCKED,
        TARGET_STOPPED,
        TARGET_KILLED,
        TARGET_SESSIONS_KILLED,
        SOURCE_STOPPED,
        SOURCE_KILLED,
        SOURCE_SESSIONS_TERMINATED,
        CUT_FROM_SOURCE,
        CUT_TO_TARGET,
        CUT_FROM_TARGET,
        SOURCE_REFUSED,
        TARGET_REFUSED,
        SOURCE_STALLED,
        TARGET_STALLED,
        SOURCE_STALLED_AND_CUT,
        TARGET_STALLED_AND_CUT,
        KILLED
    }

    /** Servers that keep what they have committed when they are killed. */
    @BeforeAll
    static void start(@TempDir Path folder, Random random) throws SQLException {
        postgres =
                LocalPostgres.start(
                        LocalPostgres.Options.keptIn(folder.resolve("postgres")).withFsync(false));
        mariaDb =
                Servers.withAccount(
                        LocalMariaDb.start(LocalMariaDb.Options.keptIn(folder.resolve("mariadb"))));
        try (Connection connection = mariaDb.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute("SET GLOBAL innodb_lock_wait_timeout = 1");
        }
        source = new CuttableLink(postgres.port());
        target = new CuttableLink(mariaDb.port());
        flights = new Flights(postgres, mariaDb);
        // A change that conflicts would be one that is applied twice.
        TaskSettingsDocument settings = TaskSettingsDocument.of(flights);
        for (String policy : new String[] {"Insert", "Update", "Delete"}) {
            settings =
                    settings.with(
                            "ErrorBehavior", "ApplyError%sPolicy".formatted(policy), "LOG_ERROR");
        }
        task =
                Task.create(DMS, flights, Task.Plan.of(flights).with(settings).over(source, target))
                        .load();
        audit = new Audit(flights);
        history = new History(flights, random);
    }

    @AfterAll
    static void stop() {
        task.close();
        flights.close();
        source.close();
        target.close();
        mariaDb.close();
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource
    void eachChangeIsAppliedOnce(Fault fault, Random random) throws SQLException {
        for (int round = 0; round < CHANCE.rounds(); round++) {
            history.start(3);
            try {
                history.awaitCommitted(1 + random.nextInt(MEANWHILE));
                happen(fault, random);
                history.awaitCommitted(MEANWHILE);
            } finally {
                history.stop();
            }
            task.bringBack();
            task.awaitApplied();
            assertThat(new Comparison(flights).differences()).isEmpty();
            assertThat(audit.airlines()).isEqualTo(airlines());
            assertThat(
                            flights.fromTarget(
                                    "SELECT STATEMENT FROM %s.awsdms_apply_exceptions"
                                                    .formatted(flights.controlSchema())
                                            + " WHERE TABLE_NAME = 'airline'"))
                    .isEmpty();
            for (String table : Flights.TABLES) {
                long markers = table.equals("airline") ? flights.markers() : 0;
                task.awaitChanges(table, history.changes(table).plus(new Changes(markers, 0, 0)));
            }
        }
    }

    /** What was written at the source, by all of this class. */
    private static Map<String, Changes> airlines() {
        Map<String, Changes> airlines = new HashMap<>(history.airlines());
        for (int i = 1; i <= flights.markers(); i++) {
            airlines.put("marker " + i, new Changes(1, 0, 0));
        }
        return airlines;
    }

    private static void happen(Fault fault, Random random) throws SQLException {
        switch (fault) {
            case TARGET_ROW_LOCKED ->
                    whileLocked("SELECT * FROM airline WHERE code = 'A1' FOR UPDATE");
            case TARGET_TABLE_LOCKED -> whileLocked("LOCK TABLES airline WRITE, leg WRITE");
            case TARGET_STOPPED -> {
                mariaDb.stop();
                history.awaitCommitted(MEANWHILE);
                mariaDb.start();
            }
            case TARGET_KILLED -> {
                mariaDb.kill();
                history.awaitCommitted(MEANWHILE);
                mariaDb.start();
            }
            case TARGET_SESSIONS_KILLED ->
                    flights.atTarget("KILL HARD USER " + Servers.TARGET_USERNAME);
            case SOURCE_STOPPED -> {
                postgres.stop();
                postgres.start();
            }
            case SOURCE_KILLED -> {
                postgres.stop(LocalPostgres.StopMode.IMMEDIATE);
                postgres.start();
            }
            case SOURCE_SESSIONS_TERMINATED ->
                    flights.fromSource(
                            """
                            SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                             WHERE datname = current_database() AND pid <> pg_backend_pid()
                            """);
            case CUT_FROM_SOURCE -> cut(source, CuttableLink.Direction.TO_CLIENT, random);
            case CUT_TO_TARGET -> cut(target, CuttableLink.Direction.TO_SERVER, random);
            case CUT_FROM_TARGET -> cut(target, CuttableLink.Direction.TO_CLIENT, random);
            case SOURCE_REFUSED -> whileRefused(source);
            case TARGET_REFUSED -> whileRefused(target);
            case SOURCE_STALLED -> whileStalled(source);
            case TARGET_STALLED -> whileStalled(target);
            case SOURCE_STALLED_AND_CUT -> {
                whileStalled(source);
                source.cut();
            }
            case TARGET_STALLED_AND_CUT -> {
                whileStalled(target);
                target.cut();
            }
            case KILLED -> {
                DMS.kill();
                task.bringBack();
            }
        }
    }

    private static void whileLocked(String statement) throws SQLException {
        try (Connection locking = flights.target();
                Statement lock = locking.createStatement()) {
            locking.setAutoCommit(false);
            String waits =
                    flights.fromTarget(
                                    """
                                    SELECT variable_value FROM information_schema.GLOBAL_STATUS
                                     WHERE variable_name = 'INNODB_ROW_LOCK_WAITS'
                                    """)
                            .getFirst();
            lock.execute(statement);
            await().atMost(BOUND)
                    .until(() -> !flights.fromTarget(HAS_WAITED_LONG.formatted(waits)).isEmpty());
            locking.rollback();
            lock.execute("UNLOCK TABLES");
        }
    }

    private static void cut(CuttableLink link, CuttableLink.Direction direction, Random random) {
        long cuts = link.cuts();
        int bound =
                direction == CuttableLink.Direction.TO_CLIENT && link == target ? 2_000 : 50_000;
        link.cutAfter(direction, 1 + random.nextInt(bound));
        await().atMost(BOUND).until(() -> link.cuts() > cuts);
    }

    private static void whileRefused(CuttableLink link) {
        link.refuse();
        history.awaitCommitted(MEANWHILE);
        link.restore();
    }

    private static void whileStalled(CuttableLink link) {
        link.stall();
        history.awaitCommitted(MEANWHILE);
        link.restore();
    }
}

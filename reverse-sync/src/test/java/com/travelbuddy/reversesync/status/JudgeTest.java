package com.travelbuddy.reversesync.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableName;
import com.travelbuddy.reversesync.status.Replication.Changes;
import com.travelbuddy.reversesync.status.Replication.TableProgress;
import com.travelbuddy.reversesync.verify.Verification;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is made of observations that are hard to come by. */
final class JudgeTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant STARTED = NOW.minusSeconds(86_400);
    private static final TableName TABLE = new TableName("travelbuddy", "flightspecial");
    private static final Changes NONE = new Changes(0, 0, 0);

    @TempDir private Path folder;

    private Settings settings;

    // What is seen when all is well; each test changes some of it.
    private String taskStatus = "running";
    private String migrationType = "cdc";
    private Optional<String> stopReason = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private String instance = "available";
    private String connection = "successful";
    private TableProgress table = table("Table completed", NONE, NONE, 0);
    private Slot slot = slot(true, 100, 0, Optional.empty(), "reserved");
    private Optional<TargetState.Applying> applying = applying(5, 0, 3600);
    private List<TargetState.Suspension> suspended = List.of();

    @BeforeEach
    void load() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), "p");
        String database =
                "{host: localhost, database: d, username: u, password-file: '%s'}"
                        .formatted(password);
        settings =
                Settings.load(
                        Files.writeString(
                                folder.resolve("reverse-sync.yaml"),
                                """
                                source: %1$s
                                target: %1$s
                                tables:
                                  - source: travelbuddy.flightspecial
                                dms: {target-endpoint: {tls: none}}
                                """
                                        .formatted(database)),
                        Map.of());
    }

    @Test
    void nothingWrongIsHealthy() {
        Judgement judgement = judged();
        assertThat(judgement.verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(judgement.sentence())
                .isEqualTo(
                        "The target follows the source, 0.0 s behind; 1,234 rows compared 61 min"
                                + " ago, all equal.");
    }

    @ParameterizedTest
    @CsvSource({
        "FATAL_ERROR, cdc, TASK_FAILED",
        "RECOVERABLE_ERROR, cdc, TASK_FAILED",
        "STOPPED_DUE_TO_LOW_DISK, cdc, TASK_FAILED",
        "STOPPED_DUE_TO_LOW_MEMORY, cdc, TASK_FAILED",
        "NORMAL, cdc, STOPPED",
        "STOPPED_AFTER_CACHED_EVENTS, full-load-and-cdc, STOPPED",
        "FULL_LOAD_ONLY_FINISHED, full-load, HEALTHY",
        "FULL_LOAD_ONLY_FINISHED, full-load-and-cdc, STOPPED",
        "SOMETHING_NEW, cdc, STOPPED"
    })
    void tellsAStopFromAFailure(String reason, String type, Verdict verdict) {
        taskStatus = "stopped";
        stopReason = Optional.of(reason);
        migrationType = type;
        assertThat(judged().verdict()).isEqualTo(verdict);
    }

    @Test
    void aRunningTaskWhoseSlotNobodyReadsIsUnhealthy() {
        slot = slot(false, 9 << 20, 9 << 20, Optional.empty(), "reserved");
        Judgement judgement = judged();
        assertThat(judgement.verdict()).isEqualTo(Verdict.UNHEALTHY);
        assertThat(judgement.sentence()).contains("nobody reads its slot", "9.0 MiB");

        taskStatus = "stopped";
        stopReason = Optional.of("NORMAL");
        assertThat(judged().verdict()).isEqualTo(Verdict.STOPPED);
    }

    @Test
    void aNormalStopWithAnErrorIsAFailure() {
        taskStatus = "stopped";
        stopReason = Optional.of("NORMAL");
        failure = Optional.of("Last Error table in error");
        assertThat(judged().verdict()).isEqualTo(Verdict.TASK_FAILED);
    }

    @ParameterizedTest
    @CsvSource({
        "creating, IN_TRANSITION",
        "starting, IN_TRANSITION",
        "stopping, IN_TRANSITION",
        "modifying, IN_TRANSITION",
        "testing, IN_TRANSITION",
        "deleting, IN_TRANSITION",
        "moving, IN_TRANSITION",
        "ready, STOPPED",
        "failed, TASK_FAILED",
        "failed-move, TASK_FAILED"
    })
    void knowsTheStatesOfATask(String status, Verdict verdict) {
        taskStatus = status;
        assertThat(judged().verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "storage-full, UNHEALTHY",
        "failed, UNHEALTHY",
        "incompatible-network, UNHEALTHY",
        "modifying, IN_TRANSITION"
    })
    void knowsTheStatesOfAnInstance(String status, Verdict verdict) {
        instance = status;
        assertThat(judged().verdict()).isEqualTo(verdict);
    }

    @Test
    void aFailedConnectionIsUnhealthy() {
        connection = "failed";
        assertThat(judged().sentence()).contains("DMS does not reach the source (s): refused");
        assertThat(judged().verdict()).isEqualTo(Verdict.UNHEALTHY);
    }

    @ParameterizedTest
    @CsvSource({
        "reserved, 100, HEALTHY",
        "reserved, 2000000000, SLOT_GROWING",
        "extended, 100, HEALTHY",
        "unreserved, 100, SLOT_GROWING",
        "lost, 0, UNHEALTHY"
    })
    void knowsTheStatesOfASlot(String state, long retained, Verdict verdict) {
        slot = slot(true, retained, 0, Optional.empty(), state);
        assertThat(judged().verdict()).isEqualTo(verdict);
    }

    @Test
    void aStoppedTaskWhoseSlotGrowsHasBothReasonsTheSlotFirst() {
        taskStatus = "stopped";
        slot = slot(false, 2L << 30, 2L << 30, Optional.empty(), "reserved");
        Judgement judgement = judged();
        assertThat(judgement.verdict()).isEqualTo(Verdict.SLOT_GROWING);
        assertThat(judgement.reasons()).hasSize(2);
        assertThat(judgement.reasons().getLast()).startsWith("The task is stopped");
        assertThat(judgement.advice()).contains("reverse-sync resume");
    }

    @Test
    void aLoadUnderWayIsATransition() {
        table = table("Full load", NONE, NONE, 0);
        assertThat(judged().verdict()).isEqualTo(Verdict.IN_TRANSITION);
        assertThat(judged().sentence()).contains("1 table to go");
    }

    @Test
    void rowsThatCouldNotBeLoadedCountUntilAVerificationFindsBothEqual() {
        table = new TableProgress(TABLE, "Table completed", NONE, NONE, 10, 2, Optional.of(NOW));
        assertThat(judged().verdict()).isEqualTo(Verdict.APPLY_EXCEPTIONS);
        table =
                new TableProgress(
                        TABLE, "Table completed", NONE, NONE, 10, 2, Optional.of(STARTED));
        assertThat(judged().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aTableThatTheTaskDoesNotCarryIsUnhealthy() {
        table =
                new TableProgress(
                        new TableName("travelbuddy", "other"),
                        "Table completed",
                        NONE,
                        NONE,
                        0,
                        0,
                        Optional.empty());
        assertThat(judged().sentence()).contains("does not carry travelbuddy.flightspecial");
    }

    @Test
    void aSuspensionOfAnEarlierRunIsForgotten() {
        suspended = List.of(suspension(STARTED.minusSeconds(60)));
        assertThat(judged().verdict()).isEqualTo(Verdict.HEALTHY);
        suspended = List.of(suspension(STARTED.plusSeconds(60)));
        assertThat(judged().verdict()).isEqualTo(Verdict.TABLE_SUSPENDED);
    }

    @Test
    void anIdleSourceIsNoLagHoweverOldItsLastChange() {
        applying = applying(5, 0, 30 * 86_400);
        slot = slot(true, 5000, 300, Optional.empty(), "reserved");
        assertThat(lag().seconds()).contains(0.0);
        assertThat(lag().pending()).isFalse();
    }

    @Test
    void aChangeThatWasGivenUpLongAgoIsNoLag() {
        table = table("Table completed", new Changes(5, 0, 0), new Changes(4, 0, 0), 0);
        applying = applying(5, 0, 86_400);
        assertThat(lag().seconds()).contains(0.0);
        slot = slot(true, 500, 300, Optional.empty(), "reserved");
        assertThat(lag().seconds()).contains(5.0);
        assertThat(judged().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    @Test
    void aTaskThatNoLongerReportsWhileAChangeWaitsLags() {
        table = table("Table completed", new Changes(5, 0, 0), new Changes(4, 0, 0), 0);
        applying = applying(300, 0, 86_400);
        slot = slot(true, 500, 300, Optional.empty(), "reserved");
        assertThat(lag().seconds()).contains(300.0);
        assertThat(judged().verdict()).isEqualTo(Verdict.LAGGING);
    }

    @Test
    void theSlotsLagCountsWhenItIsTheSmaller() {
        applying = applying(5, 10, 86_400);
        slot = slot(true, 500, 300, Optional.of(Duration.ofSeconds(70)), "reserved");
        assertThat(lag().seconds()).contains(70.0);
        assertThat(judged().verdict()).isEqualTo(Verdict.LAGGING);
    }

    @Test
    void aBacklogThatDmsHasNotReadYetIsNotHiddenByItsReport() {
        applying = applying(1, 0, 900);
        slot = slot(true, 64 << 20, 64 << 20, Optional.empty(), "reserved");
        assertThat(lag().seconds()).contains(900.0);
    }

    @Test
    void withoutControlTableAndSlotTheLagIsUnknown() {
        Observation seen = seen();
        Lag lag =
                Lag.of(
                        new Observation(
                                NOW,
                                seen.dms(),
                                Answer.missing("gone"),
                                Answer.missing("gone"),
                                seen.cloudWatch()),
                        settings.slot());
        assertThat(lag.seconds()).isEmpty();
    }

    @Test
    void everythingThatIsWrongIsToldWorstFirst() {
        taskStatus = "failed";
        Observation seen = seen();
        Judgement judgement =
                Status.of(
                                new Observation(
                                        NOW,
                                        seen.dms(),
                                        Answer.missing("The source database cannot be reached: x"),
                                        Answer.missing("The target database cannot be reached: x"),
                                        seen.cloudWatch()),
                                settings)
                        .judgement();
        assertThat(judgement.verdict()).isEqualTo(Verdict.TASK_FAILED);
        assertThat(judgement.reasons()).hasSize(3);
        assertThat(judgement.reasons().get(1)).contains("target");
        assertThat(judgement.reasons().get(2)).contains("source");
    }

    private Judgement judged() {
        return Status.of(seen(), settings).judgement();
    }

    private Lag lag() {
        return Lag.of(seen(), settings.slot());
    }

    private Observation seen() {
        Verification verification =
                new Verification(
                        1,
                        NOW.minusSeconds(3660),
                        Optional.of(NOW.minusSeconds(3600)),
                        Verification.Scope.ALL,
                        1234,
                        0,
                        0,
                        0,
                        0);
        return new Observation(
                NOW,
                Answer.of(
                        new Replication(
                                Optional.of(
                                        new Replication.Task(
                                                "reverse-sync",
                                                taskStatus,
                                                stopReason,
                                                failure,
                                                migrationType,
                                                Optional.of(STARTED),
                                                Optional.empty(),
                                                Optional.empty())),
                                Optional.of(
                                        new Replication.Instance("i", instance, "dms.t3.medium")),
                                Optional.of(
                                        new Replication.Connection(
                                                "s",
                                                Optional.of(connection),
                                                Optional.of("refused"))),
                                Optional.empty(),
                                List.of(table))),
                Answer.of(List.of(slot)),
                Answer.of(
                        new TargetState(
                                applying,
                                suspended,
                                new TargetState.ApplyExceptions(Optional.empty(), 0, 3, List.of()),
                                Optional.of(verification),
                                Optional.of(verification),
                                List.of())),
                Answer.missing("dms.cloudwatch is off"));
    }

    private static TableProgress table(
            String state, Changes captured, Changes applied, long errors) {
        return new TableProgress(TABLE, state, captured, applied, 0, errors, Optional.empty());
    }

    private static Slot slot(
            boolean active, long retained, long pending, Optional<Duration> lag, String state) {
        return new Slot("reverse_sync", active, "0/1", retained, pending, lag, state);
    }

    private static Optional<TargetState.Applying> applying(
            long reportedAgo, long pending, long appliedAgo) {
        return Optional.of(
                new TargetState.Applying(
                        "CHANGE PROCESSING",
                        NOW.minusSeconds(reportedAgo),
                        pending,
                        Optional.of(NOW.minusSeconds(appliedAgo))));
    }

    private static TargetState.Suspension suspension(Instant since) {
        return new TargetState.Suspension(TABLE, "value too long", Optional.of(since));
    }
}

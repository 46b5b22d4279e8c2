package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

/** A task stops by itself where it was told to, and goes on from there. */
final class StopPointTest {

    @RegisterExtension static final DmsProcess DMS = new DmsProcess();

    private final Flights flights = new Flights();

    @AfterEach
    void close() {
        flights.close();
    }

    @Test
    void afterTheLoadItGoesOnWithTheChangesMadeMeanwhile() {
        stopsAndGoesOn("StopTaskCachedChangesNotApplied", "STOPPED_AFTER_FULL_LOAD");
    }

    @Test
    void afterTheChangesOfTheLoadsTimeItGoesOnWithLaterOnes() {
        stopsAndGoesOn("StopTaskCachedChangesApplied", "STOPPED_AFTER_CACHED_EVENTS");
    }

    private void stopsAndGoesOn(String setting, String reason) {
        airline("loaded");
        TaskSettingsDocument settings =
                TaskSettingsDocument.of(flights).with("FullLoadSettings", setting, true);
        try (Task task = Task.create(DMS, flights, Task.Plan.of(flights).with(settings))) {
            task.start(StartReplicationTaskTypeValue.START_REPLICATION);
            task.awaitStatus("stopped");
            assertThat(task.description().stopReason()).startsWith("Stop Reason " + reason);
            airline("later");
            task.resume();
            task.awaitApplied();
            assertThat(new Comparison(flights).differences()).isEmpty();
        }
    }

    @Test
    void atACommitTimeWhatWasCommittedLaterIsNotApplied() {
        try (Task task = Task.create(DMS, flights, Task.Plan.of(flights).ofType("cdc")).start()) {
            task.stop();
            airline("before");
            String stop =
                    flights.fromSource(
                                    """
                                    SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC'
                                                       + interval '1 second',
                                                   'YYYY-MM-DD"T"HH24:MI:SS'),
                                           pg_sleep(2)
                                    """)
                            .getFirst();
            airline("after");
            DMS.client()
                    .startReplicationTask(
                            request ->
                                    request.replicationTaskArn(task.arn())
                                            .cdcStopPosition("commit_time:" + stop)
                                            .startReplicationTaskType(
                                                    StartReplicationTaskTypeValue
                                                            .RESUME_PROCESSING));
            task.awaitStatus("stopped");
            assertThat(task.description().stopReason())
                    .startsWith("Stop Reason STOPPED_AT_COMMIT_TIME");
            assertThat(flights.fromTarget("SELECT code FROM airline")).containsExactly("before");
        }
    }

    private void airline(String code) {
        flights.atSource("INSERT INTO travelbuddy.airline VALUES ('%s', 'x', 1)".formatted(code));
    }
}

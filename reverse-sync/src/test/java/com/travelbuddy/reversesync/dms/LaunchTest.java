package com.travelbuddy.reversesync.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskStats;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** A task that has run never begins anew, whatever its state says. */
class LaunchTest {

    private static ReplicationTask task(Consumer<ReplicationTask.Builder> more) {
        var task = ReplicationTask.builder().replicationTaskIdentifier("t").status("ready");
        more.accept(task);
        return task.build();
    }

    @Test
    void aTaskThatHasRunIsNotStartedAnew() {
        Instant then = Instant.EPOCH;
        for (ReplicationTask ran :
                List.of(
                        task(task -> task.replicationTaskStartDate(then)),
                        task(
                                task ->
                                        task.replicationTaskStats(
                                                ReplicationTaskStats.builder()
                                                        .startDate(then)
                                                        .build())),
                        task(
                                task ->
                                        task.replicationTaskStats(
                                                ReplicationTaskStats.builder()
                                                        .freshStartDate(then)
                                                        .build())))) {
            assertThatThrownBy(
                            () ->
                                    Launch.requirePermitted(
                                            ran, StartReplicationTaskTypeValue.START_REPLICATION))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("start-replication");
            assertThatCode(
                            () ->
                                    Launch.requirePermitted(
                                            ran, StartReplicationTaskTypeValue.RESUME_PROCESSING))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void oneThatHasNotIs() {
        assertThatCode(
                        () ->
                                Launch.requirePermitted(
                                        task(_ -> {}),
                                        StartReplicationTaskTypeValue.START_REPLICATION))
                .doesNotThrowAnyException();
    }

    @Test
    void anEndIsTakenForSuccessByItsReasonOnly() {
        assertThat(
                        TaskState.reachedItsGoal(
                                task(
                                        task ->
                                                task.status("stopped")
                                                        .stopReason(
                                                                "Stop Reason FULL_LOAD_ONLY_FINISHED"))))
                .isTrue();
        assertThat(
                        TaskState.reachedItsGoal(
                                task(
                                        task ->
                                                task.status("stopped")
                                                        .stopReason("Stop Reason NORMAL"))))
                .isFalse();
        assertThat(TaskState.reachedItsGoal(task(task -> task.status("failed")))).isFalse();
    }
}

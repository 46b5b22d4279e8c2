package com.travelbuddy.local.dms.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.postgresql.replication.LogSequenceNumber;

final class CheckpointTest {

    private static final LogSequenceNumber POSITION = LogSequenceNumber.valueOf("4AF/B00000D0");

    @Test
    void isReadBack() {
        assertThat(Checkpoint.position(Checkpoint.of(POSITION))).contains(POSITION);
    }

    @Test
    void isAlsoABareLogSequenceNumber() {
        assertThat(Checkpoint.position("4AF/B00000D0")).contains(POSITION);
    }

    @Test
    void isNothingElse() {
        assertThat(Checkpoint.position("2026-02-09T12:12:12")).isEmpty();
        assertThat(Checkpoint.position("4AF/B00000D0 and more")).isEmpty();
        assertThat(Checkpoint.position("checkpoint:V1#1#none")).isEmpty();
    }
}

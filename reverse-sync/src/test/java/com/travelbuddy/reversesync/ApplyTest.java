package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code plan} shows and {@code apply} makes of it. */
class ApplyTest {

    private final Flights flights = new Flights();

    @AfterEach
    void leaveNothing() {
        assertThat(flights.run("destroy", "--confirm", flights.task()).exitCode()).isZero();
        flights.close();
    }

    @Test
    void createsAllForAnEmptyTargetAndThenHasNothingToDo() {
        Cli.Result before = flights.run("plan");
        assertThat(before.exitCode()).as(before.err()).isEqualTo(10);
        assertThat(before.out())
                .contains("+ task " + flights.task())
                .contains("+ task.MigrationType: full-load-and-cdc")
                .contains("PostgreSQLSettings.Password: ***")
                .doesNotContain("SlotName");

        Cli.Result applied = flights.run("apply", "-o", "json");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(applied.result().get("status").asText()).isEqualTo("ready");

        Cli.Result after = flights.run("plan");
        assertThat(after.exitCode()).as(after.out()).isZero();
        assertThat(after.out()).contains("Nothing to do").contains("= task " + flights.task());
    }

    @Test
    void readsAFilledTargetsChangesFromASlotThatIsThereBeforeTheTask() {
        flights.addSpecials(1, 3).levelTarget();

        Cli.Result applied = flights.run("apply");
        assertThat(applied.exitCode()).as(applied.err()).isZero();
        assertThat(applied.out()).contains("+ slot " + flights.slot());
        assertThat(
                        flights.fromSource(
                                "SELECT plugin, active FROM pg_replication_slots WHERE slot_name = '%s'"
                                        .formatted(flights.slot())))
                .containsExactly("test_decoding,f");

        Cli.Result after = flights.run("plan");
        assertThat(after.exitCode()).as(after.out()).isZero();
    }
}

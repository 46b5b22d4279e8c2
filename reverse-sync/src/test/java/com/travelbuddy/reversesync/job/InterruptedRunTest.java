package com.travelbuddy.reversesync.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Cloud;
import com.travelbuddy.reversesync.support.Execution;
import com.travelbuddy.reversesync.support.FaultyProxy;
import com.travelbuddy.reversesync.support.FaultyProxy.Fault;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * A run goes wrong at a call to DMS, or is killed; given again, it ends as if nothing had been.
 * {@code -Dcalls.count=1000} fails each call; {@code calls.seed} repeats a choice of them.
 */
class InterruptedRunTest {

    private static final long SEED = Long.getLong("calls.seed", new Random().nextLong());
    private static final int COUNT = Integer.getInteger("calls.count", 4);

    private FaultyProxy proxy;
    private Flights flights;
    private Cloud cloud;
    private List<String> expected;

    @BeforeEach
    void runOnceWithoutAFault() {
        proxy = new FaultyProxy(LocalCloud.dms().uri());
        flights =
                new Flights()
                        .set("dms.endpoint", proxy.uri().toString())
                        .set("dms.poll-interval", "25ms");
        flights.addSpecials(1, 20);
        cloud = new Cloud(flights);
        unlevel();
        proxy.heal();
        assertRunsWell("without a fault");
        expected = state();
    }

    @AfterEach
    void leaveNothing() {
        proxy.heal();
        destroy();
        cloud.close();
        flights.close();
        proxy.close();
    }

    @Test
    void isTakenUpWhicheverCallIsRefused() {
        int calls = proxy.calls().size();
        for (int number : chosen(calls)) {
            failOnce(number, () -> proxy.failCall(number, Fault.REFUSED));
        }
    }

    @Test
    void isTakenUpWhicheverAnswerDoesNotArrive() {
        int changes = (int) proxy.calls().stream().filter(FaultyProxy::isChange).count();
        for (int number : chosen(changes)) {
            failOnce(number, () -> proxy.failChange(number, Fault.DONE_BUT_REFUSED));
        }
    }

    @Test
    void isTakenUpAfterAKill() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < Math.min(COUNT, 2); round++) {
            reset();
            int millis = random.nextInt(1_000, 6_000);
            try (Execution killed =
                    new Execution(
                            flights.folder(),
                            "128m",
                            "run",
                            "--repair",
                            "always",
                            "--config",
                            flights.config().toString())) {
                // The instant is what is random here; nothing is waited for.
                killed.endsWithin(millis, TimeUnit.MILLISECONDS);
            }
            assertRunsWell("killed after %d ms, calls.seed %d".formatted(millis, SEED));
            assertThat(state()).as("calls.seed %d", SEED).isEqualTo(expected);
        }
        flights.folder().resolve("program.out").toFile().delete();
        flights.folder().resolve("program.err").toFile().delete();
    }

    private void failOnce(int number, Runnable fault) {
        reset();
        fault.run();
        flights.run("run", "--repair", "always");
        proxy.heal();
        assertRunsWell("after call %d, calls.seed %d".formatted(number, SEED));
        assertThat(state()).as("after call %d, calls.seed %d", number, SEED).isEqualTo(expected);
    }

    private static List<Integer> chosen(int calls) {
        assertThat(calls).isPositive();
        List<Integer> numbers = new ArrayList<>(IntStream.rangeClosed(1, calls).boxed().toList());
        Collections.shuffle(numbers, new Random(SEED));
        return numbers.subList(0, Math.min(COUNT, calls));
    }

    private void assertRunsWell(String when) {
        Cli.Result run = flights.run("run", "--repair", "always");
        assertThat(run.exitCode()).as(when + run.out() + run.err()).isZero();
    }

    private void reset() {
        proxy.heal();
        destroy();
        flights.atTarget("DROP DATABASE " + flights.controlSchema());
        unlevel();
    }

    private void unlevel() {
        flights.levelTarget();
        flights.atTarget(
                "UPDATE flightspecial SET expiryDate = expiryDate - 1 WHERE id = 7",
                "DELETE FROM flightspecial WHERE id = 20",
                "INSERT INTO flightspecial (id, cost, expiryDate) VALUES (21, 0, 0)");
    }

    private void destroy() {
        Cli.Result result = flights.run("destroy", "--confirm", flights.task());
        assertThat(result.exitCode()).as(result.err()).isZero();
    }

    /** Of DMS, of the slots and of the target. */
    private List<String> state() {
        List<String> state = new ArrayList<>(cloud.state());
        state.addAll(
                flights.fromSource(
                        "SELECT slot_name, plugin, active FROM pg_replication_slots"
                                + " WHERE database = current_database()"));
        state.addAll(flights.fromTarget("SELECT * FROM flightspecial ORDER BY id"));
        return state;
    }
}

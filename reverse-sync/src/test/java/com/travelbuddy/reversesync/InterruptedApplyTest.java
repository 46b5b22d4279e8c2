package com.travelbuddy.reversesync;

import static org.assertj.core.api.Assertions.assertThat;

import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Cloud;
import com.travelbuddy.reversesync.support.FaultyProxy;
import com.travelbuddy.reversesync.support.FaultyProxy.Fault;
import com.travelbuddy.reversesync.support.Flights;
import com.travelbuddy.reversesync.support.LocalCloud;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Each call of a command goes wrong once; the command, given again, ends as if none had. */
class InterruptedApplyTest {

    private static final int MOST_CALLS = 500;

    private FaultyProxy proxy;
    private Flights flights;
    private Cloud cloud;

    @BeforeEach
    void start() {
        proxy = new FaultyProxy(LocalCloud.dms().uri());
        flights =
                new Flights()
                        .set("dms.endpoint", proxy.uri().toString())
                        .set("dms.poll-interval", "25ms");
        // A filled target, so that there is a slot of ours too.
        flights.addSpecials(1, 2).levelTarget();
        cloud = new Cloud(flights);
    }

    @AfterEach
    void leaveNothing() {
        proxy.heal();
        done("destroy", "--confirm", flights.task());
        cloud.close();
        flights.close();
        proxy.close();
    }

    private void done(String... command) {
        Cli.Result result = flights.run(command);
        assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    }

    private List<String> slots() {
        return flights.fromSource(
                "SELECT slot_name, plugin, active FROM pg_replication_slots WHERE database = '%s'"
                        .formatted(flights.name()));
    }

    @Test
    void anApplyIsTakenUpWhicheverCallIsRefused() {
        int calls = eachFailingApply(number -> proxy.failCall(number, Fault.REFUSED));
        assertThat(calls).isGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(names = {"DONE_BUT_REFUSED", "DONE_BUT_UNANSWERED"})
    void anApplyIsTakenUpWhicheverAnswerDoesNotArrive(Fault fault) {
        int changes = eachFailingApply(number -> proxy.failChange(number, fault));
        // Subnet group, instance, endpoints, tests of their connections, task.
        assertThat(changes).isEqualTo(7);
    }

    /** The number of calls that were failed, one in each round. */
    private int eachFailingApply(IntConsumer failing) {
        done("apply");
        List<String> expected = cloud.state();
        List<String> slots = slots();
        for (int number = 1; number < MOST_CALLS; number++) {
            proxy.heal();
            done("destroy", "--confirm", flights.task());
            assertThat(cloud.state()).isEmpty();
            assertThat(slots()).isEmpty();

            failing.accept(number);
            flights.run("apply");
            boolean failed = proxy.hasFailed();
            proxy.heal();
            done("apply");

            assertThat(cloud.state()).as("after call " + number).isEqualTo(expected);
            assertThat(slots()).isEqualTo(slots);
            if (!failed) {
                return number - 1;
            }
        }
        throw new AssertionError("apply does not end");
    }

    @ParameterizedTest
    @EnumSource(names = {"REFUSED", "DONE_BUT_REFUSED", "DONE_BUT_UNANSWERED"})
    void aChangeOfARunningTaskIsTakenUpWhicheverCallFails(Fault fault) {
        done("apply");
        cloud.start(StartReplicationTaskTypeValue.START_REPLICATION);
        int number = 0;
        boolean failed;
        do {
            number++;
            flights.declare(
                    """
                    tables:
                      - source: travelbuddy.flightspecial
                        columns:
                          expiry_date: {to: expiryDate, as: epoch-millis, zone: '%s', null: fail}
                        drop: [version, updated_at]
                    """
                            .formatted(number % 2 == 0 ? "+09:00" : "+01:00"));
            proxy.failChange(number, fault);
            flights.run("apply", "--restart=resume");
            failed = proxy.hasFailed();
            proxy.heal();
            done("apply", "--restart=resume");
            assertThat(cloud.task().status()).as("after call " + number).isEqualTo("running");
            assertThat(cloud.state()).noneMatch(text -> text.contains("reverse-sync-restart"));
            done("plan");
        } while (failed && number < MOST_CALLS);
        // A note, stop, modify, resume, the note's end.
        assertThat(number - 1).isEqualTo(5);
    }

    @Test
    void aDestructionIsTakenUpWhicheverAnswerDoesNotArrive() {
        int number = 0;
        boolean failed;
        do {
            number++;
            done("apply");
            proxy.failChange(number, Fault.DONE_BUT_REFUSED);
            flights.run("destroy", "--confirm", flights.task());
            failed = proxy.hasFailed();
            proxy.heal();
            done("destroy", "--confirm", flights.task());
            assertThat(cloud.state()).as("after call " + number).isEmpty();
            assertThat(slots()).isEmpty();
        } while (failed && number < MOST_CALLS);
        // Task, connections, endpoints, instance, subnet group.
        assertThat(number - 1).isEqualTo(7);
    }

    @Test
    void oneOfTwoAppliesAtOnceDoesItAndTheOtherLeavesIt() throws Exception {
        flights.config();
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            String config = flights.config().toString();
            List<Future<Cli.Result>> results =
                    two.invokeAll(
                            Collections.nCopies(2, () -> Cli.run("apply", "--config", config)));
            for (Future<Cli.Result> result : results) {
                // 11: busy.
                assertThat(result.get().exitCode()).as(result.get().err()).isIn(0, 11);
            }
        }
        assertThat(cloud.task().status()).isEqualTo("ready");
        assertThat(slots()).hasSize(1);
        done("plan");
    }
}

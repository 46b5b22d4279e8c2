package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.catalog.Slot;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.settings.DatabaseSettings;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks around: at DMS, the source, the target and CloudWatch at the same time. Who does not answer
 * becomes part of what is seen.
 */
public final class Observer {

    /** For all but the connections to databases, whose limits come on top. */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    private static final Duration CLOUD_WATCH = Duration.ofSeconds(5);
    private static final Latency NO_DATA = new Latency(Optional.empty(), Optional.empty());

    private final Settings settings;
    private final Source source;
    private final Target target;
    private final DmsLook dms;
    private final TargetLook control;
    private final Optional<CloudWatchLook> cloudWatch;
    private final Clock clock;

    /**
     * @param cloudWatch absent: it is not asked
     */
    public Observer(
            Settings settings,
            Source source,
            Target target,
            DmsApi dms,
            Optional<CloudWatchClient> cloudWatch,
            Clock clock) {
        this.settings = settings;
        this.source = source;
        this.target = target;
        this.dms = new DmsLook(settings.dms(), dms);
        this.control = new TargetLook(settings.dms());
        this.cloudWatch = cloudWatch.map(client -> new CloudWatchLook(settings.dms(), client));
        this.clock = clock;
    }

    /**
     * Takes no longer than the slowest neighbour is given.
     *
     * @throws InterruptedException when the thread is told to end
     */
    public Observation observe() throws InterruptedException {
        Instant at = clock.instant();
        try (var replication = new Question<>(dms::look, ANSWER);
                var slots =
                        new Question<>(this::slots, ANSWER.plus(connecting(settings.source())));
                var state =
                        new Question<>(this::state, ANSWER.plus(connecting(settings.target())));
                var latency =
                        new Question<>(
                                () -> cloudWatch.isPresent() ? cloudWatch.get().look(at) : NO_DATA,
                                CLOUD_WATCH)) {
            return new Observation(
                    at,
                    replication.answer(),
                    slots.answer(),
                    state.answer(),
                    cloudWatch.isPresent()
                            ? latency.answer()
                            : Answer.missing("dms.cloudwatch is off"));
        }
    }

    private List<Slot> slots() throws SQLException {
        try (Connection connection = source.connect()) {
            return Slot.of(connection, settings);
        }
    }

    private TargetState state() throws SQLException {
        try (Connection connection = target.connect()) {
            return control.look(connection);
        }
    }

    private static Duration connecting(DatabaseSettings database) {
        return database.connectTimeout();
    }
}

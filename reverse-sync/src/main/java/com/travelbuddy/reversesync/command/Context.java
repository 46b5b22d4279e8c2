package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.aws.AwsClients;
import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.dms.TaskLife;
import com.travelbuddy.reversesync.job.BusyException;
import com.travelbuddy.reversesync.job.RunLock;
import com.travelbuddy.reversesync.mapping.Derivation;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

import java.sql.Connection;
import java.sql.SQLException;

/** What the commands work on, for the time of one. */
final class Context implements AutoCloseable {

    private final Settings settings;
    private final AwsClients aws;
    private final Source source;
    private final Target target;
    private DmsApi dms;
    private CloudWatchClient cloudWatch;

    Context(Settings settings) {
        this.settings = settings;
        this.aws = new AwsClients(settings.dms());
        this.source = new Source(settings.source(), aws);
        this.target = new Target(settings.target(), aws);
    }

    Settings settings() {
        return settings;
    }

    AwsClients aws() {
        return aws;
    }

    Source source() {
        return source;
    }

    Target target() {
        return target;
    }

    /** Made when first asked for: not every command needs a region. */
    DmsApi dms() {
        if (dms == null) {
            dms = new DmsApi(aws.databaseMigration());
        }
        return dms;
    }

    TaskLife taskLife(Progress progress) {
        return new TaskLife(settings, source, dms(), progress);
    }

    CloudWatchClient cloudWatch() {
        if (cloudWatch == null) {
            cloudWatch = aws.cloudWatch();
        }
        return cloudWatch;
    }

    /** The mapping, with what is wrong about it. */
    Derivation derivation() {
        try (Connection from = source.connect();
                Connection to = target.connect()) {
            return Derivation.of(settings.tables(), from, to);
        } catch (SQLException e) {
            throw new UnreachableException(Side.SOURCE, "or the target's does not answer", e);
        }
    }

    /**
     * Keeps other runs out, for the caller to close.
     *
     * @throws BusyException when one is under way
     */
    RunLock lock() {
        return RunLock.take(source, settings.dms().task());
    }

    @Override
    public void close() {
        if (dms != null) {
            dms.close();
        }
        if (cloudWatch != null) {
            cloudWatch.close();
        }
        aws.close();
    }
}

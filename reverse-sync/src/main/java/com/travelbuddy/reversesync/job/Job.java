package com.travelbuddy.reversesync.job;

import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.dms.Applied;
import com.travelbuddy.reversesync.dms.ApplyOptions;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.dms.Outcome;
import com.travelbuddy.reversesync.dms.Provisioning;
import com.travelbuddy.reversesync.dms.TaskLife;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.preflight.Findings;
import com.travelbuddy.reversesync.preflight.Preflight;
import com.travelbuddy.reversesync.progress.Progress;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.status.Observer;
import com.travelbuddy.reversesync.status.Status;
import com.travelbuddy.reversesync.verify.VerificationLog;
import com.travelbuddy.reversesync.verify.Verified;
import com.travelbuddy.reversesync.verify.Verifier;
import com.travelbuddy.reversesync.verify.VerifyRequest;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Brings the sync from wherever it is to where it should be: checks, applies, starts or resumes,
 * waits, verifies, and says how it is. Each step finds what an interrupted run has left.
 */
public final class Job {

    private final Settings settings;
    private final Source source;
    private final Target target;
    private final DmsApi dms;
    private final Observer observer;
    private final Progress progress;

    public Job(
            Settings settings,
            Source source,
            Target target,
            DmsApi dms,
            Observer observer,
            Progress progress) {
        this.settings = settings;
        this.source = source;
        this.target = target;
        this.dms = dms;
        this.observer = observer;
        this.progress = progress;
    }

    /**
     * Runs, unless another run is under way.
     *
     * @param tables the mapping, asked for once preflight has found nothing against it
     * @throws BusyException when another run is under way
     * @throws SQLException when a database refuses a statement
     * @throws InterruptedException when the thread is told to end
     */
    public JobResult run(Supplier<List<TableSync>> tables, JobOptions options)
            throws SQLException, InterruptedException {
        try (RunLock lock = RunLock.take(source, settings.dms().task())) {
            progress.line("Checking");
            Findings findings = new Preflight(settings, source, target, dms).check();
            if (findings.refuses()) {
                return JobResult.refused(findings);
            }
            List<TableSync> mapping = tables.get();
            lock.require();
            progress.line("Applying");
            Provisioning provisioning = new Provisioning(settings, source, target, dms, progress);
            Applied applied = provisioning.apply(mapping, ApplyOptions.none());
            lock.require();
            provisioning.requireLoadable(mapping);
            Outcome started = new TaskLife(settings, source, dms, progress).start();
            progress.line(
                    "Waiting for %s"
                            .formatted(
                                    options.goal()
                                            .name()
                                            .toLowerCase(Locale.ROOT)
                                            .replace('_', '-')));
            new Arrival(settings, source, dms, progress).await(options.goal());
            Optional<Verified> verified = Optional.empty();
            if (options.verify()) {
                lock.require();
                // What was compared under another task does not count.
                boolean anew = started.did().equals("started");
                verified = Optional.of(verify(mapping, options.repair(), anew));
            }
            return new JobResult(
                    findings,
                    Optional.of(applied),
                    Optional.of(started),
                    verified,
                    Optional.of(Status.of(observer.observe(), settings)));
        }
    }

    private Verified verify(List<TableSync> mapping, Repair repair, boolean anew)
            throws SQLException {
        boolean mend =
                switch (repair) {
                    case NEVER -> false;
                    case FIRST -> !hasBeenEqual();
                    case ALWAYS -> true;
                };
        progress.line(mend ? "Verifying, and mending what differs" : "Verifying");
        return new Verifier(settings, source, target, progress)
                .verify(mapping, VerifyRequest.all(mend, repair == Repair.ALWAYS, anew));
    }

    /** What was equal under an earlier task says nothing of what this one has missed. */
    private boolean hasBeenEqual() {
        Instant taskCreated =
                dms.taskStatus(settings.dms().task())
                        .map(ReplicationTask::replicationTaskCreationDate)
                        .orElse(Instant.MIN);
        try (Connection connection = target.connect()) {
            return new VerificationLog(settings.dms().controlSchema(), settings.dms().task())
                    .lastEqual(connection)
                    .filter(equal -> equal.started().isAfter(taskCreated))
                    .isPresent();
        } catch (SQLException e) {
            throw new UnreachableException(Side.TARGET, "does not tell what was verified", e);
        }
    }
}

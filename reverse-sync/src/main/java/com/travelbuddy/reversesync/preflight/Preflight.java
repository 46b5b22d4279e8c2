package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.aws.AwsRefusedException;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.catalog.UnreachableException;
import com.travelbuddy.reversesync.dms.DmsApi;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.settings.InvalidSettingsException;
import com.travelbuddy.reversesync.settings.Settings;

import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Looks at both databases, the mapping and DMS for whatever would keep a sync from working, and
 * tells all of it at once. It changes nothing but the results of DMS's connection tests.
 */
public final class Preflight {

    private final Settings settings;
    private final Source source;
    private final Target target;
    private final Supplier<DmsApi> dms;
    private final List<Finding> findings = new ArrayList<>();
    private final AtomicInteger checks = new AtomicInteger();

    public Preflight(Settings settings, Source source, Target target, DmsApi dms) {
        this(settings, source, target, () -> dms);
    }

    /**
     * @param dms may throw {@link AwsRefusedException}, which becomes a finding
     */
    public Preflight(Settings settings, Source source, Target target, Supplier<DmsApi> dms) {
        this.settings = settings;
        this.source = source;
        this.target = target;
        this.dms = dms;
    }

    public Findings check() {
        return check(Scope.ALL);
    }

    /** Never fails: what cannot be reached or seen is a finding. */
    public synchronized Findings check(Scope scope) {
        findings.clear();
        checks.set(0);
        Notes aws = notes(Area.AWS);
        Optional<Api> api = api(aws);
        Optional<ReplicationTask> task = api.flatMap(Api::task);
        Optional<Connection> from = connection(notes(Area.SOURCE), "source", source::connect);
        Optional<Connection> to = connection(notes(Area.TARGET), "target", target::connect);
        try {
            from.ifPresent(this::source);
            to.ifPresent(connection -> target(connection, task));
            if (from.isPresent() && to.isPresent()) {
                mapping(from.get(), to.get(), task, scope);
            } else {
                notes(Area.MAPPING)
                        .warning(
                                "not-checked",
                                "The mapping and the rows could not be checked",
                                "they need both databases",
                                "make both databases reachable, and check again");
            }
            api.ifPresent(
                    one ->
                            new AwsSide(one.dms(), settings, task, aws)
                                    .check(scope, from.flatMap(this::version)));
        } finally {
            from.ifPresent(this::close);
            to.ifPresent(this::close);
        }
        return new Findings(
                findings.stream()
                        .sorted(
                                Comparator.comparing(Finding::severity)
                                        .thenComparing(Finding::area))
                        .toList(),
                checks.get());
    }

    private record Api(DmsApi dms, Optional<ReplicationTask> task) {}

    private Notes notes(Area area) {
        return new Notes(area, findings, checks);
    }

    private Optional<Api> api(Notes notes) {
        checks.incrementAndGet();
        try {
            DmsApi api = dms.get();
            return Optional.of(new Api(api, api.task(settings.dms().task())));
        } catch (AwsRefusedException e) {
            notes.error(
                    "aws-unreachable",
                    "AWS DMS does not answer this program",
                    e.getMessage(),
                    "check dms.region, the credentials, dms.endpoint, and the right"
                            + " dms:DescribeReplicationTasks");
            return Optional.empty();
        }
    }

    private Optional<Connection> connection(
            Notes notes, String side, Supplier<Connection> connect) {
        checks.incrementAndGet();
        try {
            return Optional.of(connect.get());
        } catch (UnreachableException | AwsRefusedException | InvalidSettingsException e) {
            notes.error(
                    side + "-unreachable",
                    "The %s database cannot be reached".formatted(side),
                    e.getMessage(),
                    "check host, port, database, login and tls of %s".formatted(side));
            return Optional.empty();
        }
    }

    private void source(Connection connection) {
        Notes notes = notes(Area.SOURCE);
        new SourceServer(connection, settings, notes).check();
        new SourceRights(connection, settings, notes).check();
        new SourceActivity(connection, notes).check();
        new SourceTables(connection, settings.tables(), notes).check();
    }

    private void target(Connection connection, Optional<ReplicationTask> task) {
        Notes notes = notes(Area.TARGET);
        boolean fullLoad = new FullLoad(connection, settings, task, notes).check();
        new TargetServer(connection, settings, fullLoad, notes).check();
        new TargetRights(connection, settings, notes).check();
        new TargetTables(connection, settings.tables(), notes).check();
    }

    private void mapping(
            Connection from, Connection to, Optional<ReplicationTask> task, Scope scope) {
        List<TableSync> tables =
                new Mapping(
                                from,
                                to,
                                settings,
                                task.map(ReplicationTask::tableMappings),
                                notes(Area.MAPPING))
                        .check();
        Notes notes = notes(Area.TARGET);
        for (TableSync table : tables) {
            List<RowCount> counts =
                    table.carried().stream()
                            .flatMap(
                                    rule ->
                                            Fit.of(
                                                    table.source().name(),
                                                    rule,
                                                    settings.formula(),
                                                    notes)
                                                    .stream())
                            .toList();
            new TableRows(from, to, table, notes).check(counts, scope);
        }
        if (!scope.rows()) {
            notes.info(
                    "not-counted",
                    "The rows were not counted, so values that do not fit may be there",
                    "--quick",
                    "run check without it");
        }
    }

    private Optional<Integer> version(Connection connection) {
        try {
            return Sql.text(connection, "SHOW server_version_num").map(Integer::valueOf);
        } catch (SQLException e) {
            notes(Area.SOURCE)
                    .warning(
                            "not-checked",
                            "Whether DMS's release reads the source could not be checked",
                            e.getMessage(),
                            "check again");
            return Optional.empty();
        }
    }

    private void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            notes(Area.AWS)
                    .info("not-closed", "A session was not closed", e.getMessage(), "nothing");
        }
    }
}

package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.settings.TableName;
import com.travelbuddy.reversesync.verify.Difference;
import com.travelbuddy.reversesync.verify.TableVerified;
import com.travelbuddy.reversesync.verify.Verification;
import com.travelbuddy.reversesync.verify.Verified;
import com.travelbuddy.reversesync.verify.Verifier;
import com.travelbuddy.reversesync.verify.VerifyRequest;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** Compares both sides, and repairs the target. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Compares source and target row by row; --repair mends what differs.",
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync verify --repair --rows-per-second 50000")
final class VerifyCommand extends SyncCommand {

    private static final int SHOWN = 20;

    @Spec private CommandSpec spec;

    @Option(
            names = "--repair",
            description = "Gives the target the source's values, in exactly the rows that differ.")
    private boolean repair;

    @Option(
            names = "--table",
            paramLabel = "SCHEMA.TABLE",
            description = "Compares this table only, of source or target. May be given again.")
    private List<String> tables = List.of();

    @Option(
            names = "--sample",
            paramLabel = "PERCENT",
            description = "Compares so many of the chunks, chosen at random.")
    private Double sample;

    @Option(
            names = "--rows-per-second",
            paramLabel = "ROWS",
            description = "Bounds the load; 0: no bound. Default: verify.rows-per-second.")
    private Integer rowsPerSecond;

    @Option(
            names = "--restart",
            description =
                    "Begins anew. Default: goes on with an interrupted verification of the same"
                            + " tables, unless it is a day old.")
    private boolean restart;

    @Override
    Report run(Context context) throws SQLException {
        List<TableSync> mapping = context.derivation().orThrow();
        VerifyRequest request = request(mapping);
        Verified verified =
                new Verifier(context.settings(), context.source(), context.target(), progress())
                        .verify(mapping, request);
        return new Report(
                verified.isEqual() ? ExitCode.OK : ExitCode.DIFFERS, verified, lines(verified));
    }

    private VerifyRequest request(List<TableSync> mapping) {
        if (sample != null && !(sample > 0 && sample <= 100)) {
            throw wrong("--sample must be more than 0 and at most 100, is " + sample);
        }
        if (rowsPerSecond != null && rowsPerSecond < 0) {
            throw wrong("--rows-per-second must not be negative, is " + rowsPerSecond);
        }
        return new VerifyRequest(
                repair,
                true,
                tables.stream().map(name -> table(name, mapping)).toList(),
                sample == null ? OptionalDouble.empty() : OptionalDouble.of(sample),
                rowsPerSecond == null ? OptionalInt.empty() : OptionalInt.of(rowsPerSecond),
                restart);
    }

    private TableName table(String name, List<TableSync> mapping) {
        return mapping.stream()
                .map(sync -> sync.source().name())
                .filter(source -> source.toString().equals(name))
                .findFirst()
                .or(
                        () ->
                                mapping.stream()
                                        .map(sync -> sync.target().name())
                                        .filter(target -> target.toString().equals(name))
                                        .findFirst())
                .orElseThrow(
                        () ->
                                wrong(
                                        "--table %s: the mapping has %s"
                                                .formatted(
                                                        name,
                                                        mapping.stream()
                                                                .map(sync -> sync.source().name())
                                                                .toList())));
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    static List<String> lines(Verified verified) {
        List<String> lines = new ArrayList<>();
        lines.add(verdict(verified));
        TextTable tables =
                new TextTable(
                        "TABLE",
                        "ROWS",
                        "MISSING_SOURCE",
                        "MISSING_TARGET",
                        "RECORD_DIFF",
                        "REPAIRED",
                        "UNSETTLED");
        for (TableVerified table : verified.tables()) {
            tables.row(
                    table.source(),
                    table.rows(),
                    table.missingSource(),
                    table.missingTarget(),
                    table.recordDiff(),
                    table.repaired(),
                    table.unsettled());
        }
        lines.addAll(tables.lines());
        for (TableVerified table : verified.tables()) {
            table.notCompared()
                    .forEach(
                            column ->
                                    lines.add(
                                            "Not compared in %s: %s"
                                                    .formatted(table.target(), column)));
        }
        if (!verified.differences().isEmpty()) {
            lines.addAll(differences(verified));
        }
        lines.addAll(verified.notRepaired());
        return lines;
    }

    private static String verdict(Verified verified) {
        Verification verification = verified.verification();
        String scope =
                switch (verification.scope()) {
                    case ALL -> "all tables";
                    case TABLES -> "the tables asked for";
                    case SAMPLE -> "a sample of chunks";
                };
        if (verified.limitReached()) {
            return "DIFFERS: ended early, as more rows differ than verify.max-differences allows; the rest is unknown.";
        }
        if (!verified.isEqual() && verification.remaining() == 0) {
            return "UNKNOWN: no row differs, but some changed at every look (unsettled); verify again, of %s."
                    .formatted(scope);
        }
        if (!verified.isEqual()) {
            return "DIFFERS: %,d of %,d rows, of %s."
                    .formatted(verification.remaining(), verification.rows(), scope);
        }
        if (verification.rows() == 0) {
            return "EQUAL, but there was no row to compare, of %s.".formatted(scope);
        }
        return verification.repaired() > 0
                ? "EQUAL now: %,d rows of %s, %,d of them repaired."
                        .formatted(verification.rows(), scope, verification.repaired())
                : "EQUAL: %,d rows of %s.".formatted(verification.rows(), scope);
    }

    private static List<String> differences(Verified verified) {
        TextTable table =
                new TextTable("KIND", "TABLE", "KEY", "COLUMN", "SOURCE", "TARGET", "REPAIRED");
        verified.differences().stream()
                .limit(SHOWN)
                .forEach(
                        one ->
                                table.row(
                                        one.kind(),
                                        one.table(),
                                        one.key(),
                                        one.column().orElse(""),
                                        value(one, one.sourceValue()),
                                        value(one, one.targetValue()),
                                        one.repaired() ? "yes" : "no"));
        List<String> lines = new ArrayList<>(table.lines());
        lines.add(
                "All are in the table reverse_sync_difference of the control schema, verification %d."
                        .formatted(verified.verification().id()));
        return lines;
    }

    private static String value(Difference difference, Optional<String> value) {
        boolean missing = difference.kind() != Difference.Kind.RECORD_DIFF;
        return value.map(text -> missing ? text : "'" + text + "'")
                .orElse(missing ? "(no row)" : "NULL");
    }
}

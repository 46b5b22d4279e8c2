package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.mapping.ColumnRule;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Counts the rows of a source table that would not fit, all kinds in one pass. */
record TableRows(Connection source, Connection target, TableSync table, Notes notes) {

    private static final int EXAMPLES = 5;

    void check(List<RowCount> counts, Scope scope) {
        if (scope.rows()) {
            notes.check(
                    "The rows of " + table.source().name(),
                    "give the accounts SELECT on both tables, and time",
                    () -> count(counts));
        } else {
            none(counts, "not counted");
        }
    }

    private void count(List<RowCount> counts) throws SQLException {
        String filters =
                counts.stream()
                        .map(count -> ", count(*) FILTER (WHERE %s)".formatted(count.condition()))
                        .collect(Collectors.joining());
        Optional<ColumnRule.Carry> id = numericKey();
        String most =
                id.map(key -> "max(%s)::text".formatted(quoted(key.source().name())))
                        .orElse("NULL");
        long[] found = new long[counts.size()];
        long rows;
        Optional<String> last;
        try (PreparedStatement statement =
                        Sql.prepare(
                                source,
                                "SELECT count(*), %s%s FROM %s"
                                        .formatted(most, filters, sourceName()));
                ResultSet row = statement.executeQuery()) {
            row.next();
            rows = row.getLong(1);
            last = Optional.ofNullable(row.getString(2));
            for (int i = 0; i < found.length; i++) {
                found[i] = row.getLong(3 + i);
            }
        }
        List<RowCount> without = new ArrayList<>();
        for (int i = 0; i < found.length; i++) {
            if (found[i] == 0) {
                without.add(counts.get(i));
            } else {
                some(counts.get(i), found[i], rows);
            }
        }
        none(without, "no such row among %d".formatted(rows));
        if (id.isPresent()) {
            secondWriter(id.get(), rows, last.orElse("0"));
        }
    }

    private void some(RowCount count, long found, long rows) throws SQLException {
        String key =
                table.source().key().isEmpty()
                        ? "ctid::text"
                        : table.source().key().stream()
                                .map(name -> quoted(name) + "::text")
                                .collect(Collectors.joining(" || ', ' || "));
        List<String> examples =
                Sql.texts(
                        source,
                        "SELECT %s FROM %s WHERE %s LIMIT %d"
                                .formatted(key, sourceName(), count.condition(), EXAMPLES));
        notes.add(
                count.severity(),
                count.id(),
                count.what(),
                "%s, %s: %d of %d rows, such as %s"
                        .formatted(
                                table.source().name(),
                                count.column(),
                                found,
                                rows,
                                String.join("; ", examples)),
                count.remedy());
    }

    /** Says the same of several columns once. */
    private void none(List<RowCount> counts, String evidence) {
        Map<RowCount.None, List<RowCount>> alike = new LinkedHashMap<>();
        for (RowCount count : counts) {
            count.none()
                    .ifPresent(
                            none -> alike.computeIfAbsent(none, _ -> new ArrayList<>()).add(count));
        }
        alike.forEach(
                (none, columns) ->
                        notes.add(
                                none.severity(),
                                columns.getFirst().id(),
                                none.what(),
                                "%s, %s: %s"
                                        .formatted(
                                                table.source().name(),
                                                columns.stream()
                                                        .map(RowCount::column)
                                                        .collect(Collectors.joining(", ")),
                                                evidence),
                                none.remedy()));
    }

    private void secondWriter(ColumnRule.Carry key, long sourceRows, String last)
            throws SQLException {
        TableName name = table.target().name();
        String column = Sql.mySqlName(key.target().name());
        try (PreparedStatement statement =
                        Sql.prepare(
                                target,
                                "SELECT COUNT(*), COALESCE(SUM(%1$s > %2$s), 0), MAX(%1$s) FROM %3$s.%4$s"
                                        .formatted(
                                                column,
                                                last,
                                                Sql.mySqlName(name.schema()),
                                                Sql.mySqlName(name.table())));
                ResultSet row = statement.executeQuery()) {
            row.next();
            long targetRows = row.getLong(1);
            long beyond = row.getLong(2);
            if (beyond > 0 || targetRows > sourceRows) {
                notes.warning(
                        "second-writer",
                        "The target has rows that the source has not: somebody else writes there,"
                                + " or deletions are still to come",
                        "%s: %d rows, the source %d; %d with an id above the source's last, %s"
                                .formatted(name, targetRows, sourceRows, beyond, last),
                        "have one side only hand out ids; verify shows the rows");
            }
        }
    }

    private Optional<ColumnRule.Carry> numericKey() {
        List<ColumnRule.Carry> key = table.key();
        return key.size() == 1
                        && Integers.of(key.getFirst().source()).isPresent()
                        && Integers.of(key.getFirst().target()).isPresent()
                ? Optional.of(key.getFirst())
                : Optional.empty();
    }

    private String sourceName() {
        TableName name = table.source().name();
        return quoted(name.schema()) + "." + quoted(name.table());
    }

    private static String quoted(String name) {
        return Sql.postgresName(name);
    }
}

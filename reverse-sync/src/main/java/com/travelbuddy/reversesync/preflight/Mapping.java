package com.travelbuddy.reversesync.preflight;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.reversesync.catalog.Column;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.catalog.Table;
import com.travelbuddy.reversesync.mapping.Derivation;
import com.travelbuddy.reversesync.mapping.MappingProblem;
import com.travelbuddy.reversesync.mapping.TableMappings;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The mapping as it is derived, and as a task has it already.
 *
 * @param stored the table mapping of the task, if there is one
 */
record Mapping(
        Connection source,
        Connection target,
        Settings settings,
        Optional<String> stored,
        Notes notes) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The tables whose rows can be looked at. */
    List<TableSync> check() {
        List<TableSync> tables = new ArrayList<>();
        notes.check(
                "The mapping",
                "grant USAGE and SELECT on the tables",
                () -> {
                    Derivation derivation = Derivation.of(settings.tables(), source, target);
                    tables.addAll(derivation.tables());
                    derivation.problems().stream()
                            .filter(problem -> !isToldOfTheSource(problem, tables))
                            .forEach(
                                    problem ->
                                            notes.error(
                                                    "mapping",
                                                    "A table cannot be carried over as declared",
                                                    "%s: %s"
                                                            .formatted(
                                                                    problem.table(),
                                                                    problem.evidence()),
                                                    problem.remedy()));
                    tables.forEach(this::defaulted);
                    lint(derivation);
                });
        return tables;
    }

    /** A missing key is a finding about the source already. */
    private static boolean isToldOfTheSource(MappingProblem problem, List<TableSync> tables) {
        return problem.evidence().contains("no primary key")
                && tables.stream()
                        .map(TableSync::source)
                        .anyMatch(
                                table ->
                                        table.name().equals(problem.table())
                                                && table.key().isEmpty());
    }

    private void lint(Derivation derivation) throws SQLException {
        List<Locator.Place> all = places();
        JsonNode derived = TableMappings.document(derivation.tables(), settings.formula());
        if (derivation.problems().isEmpty()) {
            notes.checks().incrementAndGet();
            new MappingLint("derived mapping", "", all, targets(derivation.tables()), notes)
                    .check(derived);
        }
        if (stored.isEmpty()) {
            return;
        }
        notes.checks().incrementAndGet();
        try {
            JsonNode document = JSON.readTree(stored.get());
            new MappingLint(
                            "mapping of task " + settings.dms().task(),
                            "task-",
                            all,
                            targets(derivation.tables()),
                            notes)
                    .check(document);
        } catch (JsonProcessingException e) {
            notes.error(
                    "task-mapping",
                    "The task's mapping is not JSON",
                    e.getOriginalMessage(),
                    "apply the derived mapping");
        }
    }

    private static List<Table> targets(List<TableSync> tables) {
        return tables.stream().map(TableSync::target).toList();
    }

    private void defaulted(TableSync table) {
        List<String> left =
                table.target().columns().stream()
                        .filter(Column::defaulted)
                        .map(Column::name)
                        .filter(
                                name ->
                                        table.carried().stream()
                                                .noneMatch(
                                                        rule -> rule.target().name().equals(name)))
                        .toList();
        if (!left.isEmpty()) {
            notes.info(
                    "column-defaulted",
                    "Nothing feeds these columns of the target: new rows get their defaults",
                    "%s: %s".formatted(table.target().name(), String.join(", ", left)),
                    "declare which column of the source goes there, if one should");
        }
    }

    private List<Locator.Place> places() throws SQLException {
        try (PreparedStatement statement =
                        Sql.prepare(
                                source,
                                """
                                SELECT n.nspname, c.relname, a.attname
                                  FROM pg_class c
                                  JOIN pg_namespace n ON n.oid = c.relnamespace
                                  JOIN pg_attribute a ON a.attrelid = c.oid
                                 WHERE c.relkind IN ('r', 'p') AND a.attnum > 0
                                   AND NOT a.attisdropped AND n.nspname !~ '^pg_'
                                   AND n.nspname <> 'information_schema'
                                """);
                ResultSet row = statement.executeQuery()) {
            List<Locator.Place> places = new ArrayList<>();
            while (row.next()) {
                places.add(
                        new Locator.Place(
                                new TableName(row.getString(1), row.getString(2)),
                                row.getString(3)));
            }
            return places;
        }
    }
}

package com.travelbuddy.reversesync.mapping;

import com.travelbuddy.reversesync.catalog.Column;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Table;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.settings.ColumnDeclaration;
import com.travelbuddy.reversesync.settings.TableDeclaration;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Derives the mapping from the declaration and both catalogues: a column goes to the one that the
 * declaration names, or to the one of its own name, or to the camelCase form of that.
 *
 * @param tables those that both sides have, problems or not
 * @param problems why they cannot be carried over; none: they can
 */
public record Derivation(List<TableSync> tables, List<MappingProblem> problems) {

    public Derivation {
        tables = List.copyOf(tables);
        problems = List.copyOf(problems);
    }

    public static Derivation of(
            List<TableDeclaration> declarations, Connection source, Connection target)
            throws SQLException {
        List<TableSync> tables = new ArrayList<>();
        List<MappingProblem> problems = new ArrayList<>();
        for (TableDeclaration declaration : declarations) {
            Optional<Table> from = Source.table(source, declaration.source());
            Optional<Table> to = Target.table(target, declaration.target());
            if (from.isEmpty()) {
                problems.add(missing(declaration.source(), "source"));
            }
            if (to.isEmpty()) {
                problems.add(missing(declaration.target(), "target"));
            }
            if (from.isPresent() && to.isPresent()) {
                tables.add(new OneTable(declaration, from.get(), to.get(), problems).derive());
            }
        }
        for (TableSync table : tables) {
            tables.stream()
                    .filter(
                            other ->
                                    other.source()
                                            .name()
                                            .schema()
                                            .equals(table.source().name().schema()))
                    .filter(
                            other ->
                                    !other.target()
                                            .name()
                                            .schema()
                                            .equals(table.target().name().schema()))
                    .findFirst()
                    .ifPresent(
                            other ->
                                    problems.add(
                                            new MappingProblem(
                                                    table.source().name(),
                                                    "goes to another database than %s of the same schema"
                                                            .formatted(other.source().name()),
                                                    "have them in two tasks: DMS renames a schema as a"
                                                            + " whole")));
        }
        return new Derivation(tables, problems);
    }

    /**
     * The tables, when nothing is wrong.
     *
     * @throws MappingException lists what is wrong
     */
    public List<TableSync> orThrow() {
        if (!problems.isEmpty()) {
            throw new MappingException(problems);
        }
        return tables;
    }

    private static MappingProblem missing(TableName table, String side) {
        return new MappingProblem(
                table,
                "the %s has no such table, or this account may not see it".formatted(side),
                "correct tables in the declaration, or grant SELECT");
    }

    /** The camelCase form of a snake_case name. */
    static String camelCase(String name) {
        StringBuilder camel = new StringBuilder();
        boolean upper = false;
        for (char c : name.toCharArray()) {
            if (c == '_' && !camel.isEmpty()) {
                upper = true;
            } else {
                camel.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return camel.toString();
    }

    private record OneTable(
            TableDeclaration declaration,
            Table source,
            Table target,
            List<MappingProblem> problems) {

        TableSync derive() {
            declaration.columns().forEach(column -> requireSource(column.source(), "columns"));
            declaration.drop().forEach(column -> requireSource(column, "drop"));
            List<ColumnRule> rules = new ArrayList<>();
            Map<String, String> feeders = new HashMap<>();
            for (Column column : source.columns()) {
                if (declaration.drop().contains(column.name())) {
                    rules.add(new ColumnRule.Drop(column));
                    continue;
                }
                carry(column)
                        .ifPresent(
                                rule -> {
                                    String other = feeders.put(rule.target().name(), column.name());
                                    if (other != null) {
                                        problem(
                                                "columns %s and %s both go to %s"
                                                        .formatted(
                                                                other,
                                                                column.name(),
                                                                rule.target().name()),
                                                "give one of them another target, or drop it");
                                    }
                                    rules.add(rule);
                                });
            }
            for (Column column : target.columns()) {
                if (!feeders.containsKey(column.name()) && !column.defaulted()) {
                    problem(
                            "nothing feeds the target's column %s, which is NOT NULL without a default"
                                    .formatted(column.name()),
                            "declare which column of the source goes there");
                }
            }
            TableSync sync = new TableSync(source, target, rules);
            checkKey(sync);
            return sync;
        }

        private Optional<ColumnRule.Carry> carry(Column column) {
            Optional<ColumnDeclaration> declared =
                    declaration.columns().stream()
                            .filter(one -> one.source().equals(column.name()))
                            .findFirst();
            Optional<String> name = declared.flatMap(ColumnDeclaration::to);
            Optional<Column> to =
                    name.isPresent()
                            ? target.column(name.get())
                            : target.column(column.name())
                                    .or(() -> target.column(camelCase(column.name())));
            if (to.isEmpty()) {
                if (name.isPresent()) {
                    problem(
                            "the target has no column %s, which %s is declared to go to"
                                    .formatted(name.get(), column.name()),
                            "correct to: of that column");
                } else {
                    problem(
                            "the target has no column for %s".formatted(column.name()),
                            "declare its to:, or list it under drop");
                }
                return Optional.empty();
            }
            if (column.name().matches(".*[#\\\\/-].*")) {
                problem(
                        "DMS transforms no column whose name has # \\ / or -, such as "
                                + column.name(),
                        "rename it at the source");
            }
            return Optional.of(
                    new ColumnRule.Carry(
                            column, to.get(), declared.flatMap(ColumnDeclaration::conversion)));
        }

        private void checkKey(TableSync sync) {
            if (source.key().isEmpty()) {
                problem(
                        "the source's table has no primary key",
                        "add one: DMS replicates no updates and deletes without it");
                return;
            }
            List<String> carried = sync.key().stream().map(rule -> rule.target().name()).toList();
            if (!carried.equals(target.key())) {
                problem(
                        "the source's primary key %s goes to %s, the target's is %s"
                                .formatted(source.key(), carried, target.key()),
                        "make both keys the same columns");
            }
            if (sync.key().stream().anyMatch(rule -> rule.conversion().isPresent())) {
                problem("a column of the primary key is converted", "carry keys as they are");
            }
        }

        private void requireSource(String column, String where) {
            if (source.column(column).isEmpty()) {
                problem(
                        "%s names %s, which the source's table does not have"
                                .formatted(where, column),
                        "correct the declaration: DMS would pass over it without a word");
            }
        }

        private void problem(String evidence, String remedy) {
            problems.add(new MappingProblem(source.name(), evidence, remedy));
        }
    }
}

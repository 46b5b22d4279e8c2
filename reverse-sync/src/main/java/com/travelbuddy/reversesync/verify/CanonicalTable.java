package com.travelbuddy.reversesync.verify;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.reversesync.catalog.Side;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.mapping.ColumnRule;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.settings.TableName;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table in the form that it is compared in.
 *
 * @param columns those that are compared, in their order
 * @param key those of the primary key, in the key's order
 * @param notCompared those that are carried over all the same, each with the reason
 */
record CanonicalTable(
        TableSync sync,
        List<CanonicalColumn> columns,
        List<CanonicalColumn> key,
        List<String> notCompared) {

    static CanonicalTable of(TableSync sync) {
        List<CanonicalColumn> columns = new ArrayList<>();
        List<String> notCompared = new ArrayList<>();
        for (ColumnRule.Carry rule : sync.carried()) {
            Optional<CanonicalColumn> column = CanonicalColumn.of(rule);
            column.ifPresent(columns::add);
            if (column.isEmpty()) {
                notCompared.add(
                        "%s: %s and %s have no exact text in common"
                                .formatted(
                                        rule.target().name(),
                                        rule.source().declared(),
                                        rule.target().declared()));
            }
        }
        List<CanonicalColumn> key = new ArrayList<>();
        for (ColumnRule.Carry rule : sync.key()) {
            key.add(
                    columns.stream()
                            .filter(column -> column.rule().equals(rule))
                            .filter(column -> column.integer() || column.free())
                            .findFirst()
                            .orElseThrow(() -> new KeyTypeException(sync, rule)));
        }
        return new CanonicalTable(sync, columns, key, notCompared);
    }

    TableName name(Side side) {
        return side == Side.SOURCE ? sync.source().name() : sync.target().name();
    }

    /** The target's columns that are compared. */
    List<String> names() {
        return columns.stream().map(column -> column.rule().target().name()).toList();
    }

    /** Whether a range of keys can be read by the index of both sides. */
    boolean isIndexed() {
        return key.getFirst().integer();
    }

    /** Whether a row may have a text of more characters than that. */
    boolean hasLongerThan(long length) {
        return columns.stream()
                .filter(CanonicalColumn::free)
                .anyMatch(column -> column.rule().target().length().orElse(0L) > length);
    }

    /** As it stands behind FROM. */
    String from(Side side) {
        TableName name = name(side);
        return side == Side.SOURCE
                ? Sql.postgresName(name.schema()) + "." + Sql.postgresName(name.table())
                : Sql.mySqlName(name.schema()) + "." + Sql.mySqlName(name.table());
    }

    /** A row as JSON, the form that a missing one is reported in. */
    String document(Row row) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        for (int i = 0; i < columns.size(); i++) {
            document.put(names().get(i), row.values().get(i));
        }
        return document.toString();
    }
}

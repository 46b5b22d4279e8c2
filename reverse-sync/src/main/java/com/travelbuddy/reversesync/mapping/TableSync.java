package com.travelbuddy.reversesync.mapping;

import com.travelbuddy.reversesync.catalog.Table;

import java.util.List;

/**
 * A table of the source, its counterpart at the target, and what becomes of each column.
 *
 * @param rules one for each column of the source, in their order
 */
public record TableSync(Table source, Table target, List<ColumnRule> rules) {

    public TableSync {
        rules = List.copyOf(rules);
    }

    /** The columns that are carried over, in their order. */
    public List<ColumnRule.Carry> carried() {
        return rules.stream()
                .filter(ColumnRule.Carry.class::isInstance)
                .map(ColumnRule.Carry.class::cast)
                .toList();
    }

    /** The carried columns of the source's primary key, in the key's order. */
    public List<ColumnRule.Carry> key() {
        return source.key().stream()
                .flatMap(
                        name ->
                                carried().stream()
                                        .filter(rule -> rule.source().name().equals(name)))
                .toList();
    }
}

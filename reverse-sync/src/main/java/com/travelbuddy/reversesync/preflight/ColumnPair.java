package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Column;
import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.TableName;

import java.util.List;
import java.util.Set;

/**
 * A column of the source and the one that its values go to.
 *
 * @param counts of rows that have to be looked for
 */
record ColumnPair(TableName table, Column from, Column to, List<RowCount> counts, Notes notes) {

    /** The source's column in PostgreSQL's SQL. */
    String column() {
        return Sql.postgresName(from.name());
    }

    /** Both columns, for the evidence. */
    String path() {
        return "%s %s to %s %s".formatted(from.name(), from.declared(), to.name(), to.declared());
    }

    void allow(Set<String> types) {
        if (!types.contains(to.type())) {
            mismatch(Severity.ERROR, "The types do not go together");
        }
    }

    void mismatch(Severity severity, String what) {
        notes.add(
                severity,
                "type-pair",
                what,
                "%s: %s".formatted(table, path()),
                "declare another column, ALTER the target's, or list the source's under drop");
    }
}

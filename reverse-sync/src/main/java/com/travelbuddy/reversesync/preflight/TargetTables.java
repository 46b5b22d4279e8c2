package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.TableDeclaration;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** How the target's tables are made, and who else may write them. */
record TargetTables(Connection connection, List<TableDeclaration> tables, Notes notes) {

    private static final String VISIBLE = "grant SELECT on the table";

    void check() {
        for (TableDeclaration declaration : tables) {
            TableName table = declaration.target();
            notes.check("The table " + table, VISIBLE, () -> kind(table));
            notes.check("Foreign keys of " + table, VISIBLE, () -> foreignKeys(table));
            notes.check("Unique keys of " + table, VISIBLE, () -> uniqueKeys(table));
            notes.check("Triggers of " + table, VISIBLE, () -> triggers(table));
        }
    }

    private void kind(TableName table) throws SQLException {
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SELECT TABLE_TYPE, ENGINE FROM information_schema.TABLES
                                 WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
                                """,
                                table.schema(),
                                table.table());
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                notes.error(
                        "target-table",
                        "The table does not exist, or this account may not see it",
                        "the target has no " + table,
                        "correct target: in the declaration, or grant SELECT");
                return;
            }
            String engine = Optional.ofNullable(row.getString(2)).orElse("");
            if (row.getString(1).contains("VIEW")) {
                notes.error(
                        "target-kind",
                        "The target is a view",
                        table + " is a " + row.getString(1),
                        "declare the table that is behind it");
            } else if (!engine.equalsIgnoreCase("InnoDB")) {
                notes.error(
                        "engine",
                        "The table knows no transactions, so a change may be half applied",
                        "%s has the engine %s".formatted(table, engine),
                        "ALTER TABLE … ENGINE = InnoDB");
            }
        }
    }

    private void foreignKeys(TableName table) throws SQLException {
        warnIfAny(
                "foreign-keys",
                "Foreign keys may refuse rows, or keep them from being deleted",
                "make sure that the other tables' rows come first, or drop the foreign keys",
                """
                SELECT CONCAT(CONSTRAINT_NAME, ' of ', TABLE_SCHEMA, '.', TABLE_NAME, ' to ',
                              REFERENCED_TABLE_SCHEMA, '.', REFERENCED_TABLE_NAME)
                  FROM information_schema.KEY_COLUMN_USAGE
                 WHERE REFERENCED_TABLE_NAME IS NOT NULL
                   AND (TABLE_SCHEMA = ? AND TABLE_NAME = ?
                        OR REFERENCED_TABLE_SCHEMA = ? AND REFERENCED_TABLE_NAME = ?)
                """,
                table.schema(),
                table.table(),
                table.schema(),
                table.table());
    }

    private void uniqueKeys(TableName table) throws SQLException {
        warnIfAny(
                "unique-keys",
                "Another unique key may refuse rows that the source allows",
                "make sure that the source has the same one",
                """
                SELECT DISTINCT INDEX_NAME FROM information_schema.STATISTICS
                 WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND NON_UNIQUE = 0
                   AND INDEX_NAME <> 'PRIMARY'
                """,
                table.schema(),
                table.table());
    }

    private void triggers(TableName table) throws SQLException {
        warnIfAny(
                "triggers",
                "Triggers write beside the sync, so rows may come out differently",
                "make sure that they do not touch the rows that DMS writes",
                """
                SELECT CONCAT(TRIGGER_NAME, ' ', ACTION_TIMING, ' ', EVENT_MANIPULATION)
                  FROM information_schema.TRIGGERS
                 WHERE EVENT_OBJECT_SCHEMA = ? AND EVENT_OBJECT_TABLE = ?
                """,
                table.schema(),
                table.table());
        Grants grants = Grants.parse(Sql.texts(connection, "SHOW GRANTS"));
        if (!grants.has("TRIGGER", table)) {
            notes.info(
                    "triggers-hidden",
                    "Whether the table has triggers could not be checked",
                    "this account has no right TRIGGER on " + table,
                    "have an administrator look: SHOW TRIGGERS FROM %s WHERE `Table` = '%s'"
                            .formatted(Sql.mySqlName(table.schema()), table.table()));
        }
    }

    private void warnIfAny(
            String id, String what, String remedy, String query, Object... parameters)
            throws SQLException {
        List<String> found = Sql.texts(connection, query, parameters);
        if (!found.isEmpty()) {
            notes.warning(id, what, String.join(", ", found), remedy);
        }
    }
}

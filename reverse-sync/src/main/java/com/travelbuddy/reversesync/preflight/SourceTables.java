package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.TableDeclaration;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What kind of tables the source's are, and what their log says of a row. */
record SourceTables(Connection connection, List<TableDeclaration> tables, Notes notes) {

    private static final String ANY_ACCOUNT = "any account may see it";

    void check() {
        for (TableDeclaration table : tables) {
            notes.check("The table " + table.source(), ANY_ACCOUNT, () -> table(table.source()));
            notes.check(
                    "Generated columns of " + table.source(), ANY_ACCOUNT, () -> generated(table));
        }
    }

    private void table(TableName table) throws SQLException {
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SELECT c.relkind, c.relpersistence, c.relreplident,
                                       row_security_active(c.oid),
                                       EXISTS (SELECT 1 FROM pg_index i
                                                WHERE i.indrelid = c.oid AND i.indisprimary),
                                       EXISTS (SELECT 1 FROM pg_index i
                                                WHERE i.indrelid = c.oid AND i.indisprimary
                                                  AND i.indisreplident)
                                  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                                 WHERE n.nspname = ? AND c.relname = ?
                                """,
                                table.schema(),
                                table.table());
                ResultSet row = statement.executeQuery()) {
            if (!row.next()) {
                notes.error(
                        "source-table",
                        "The table does not exist",
                        "the source has no " + table,
                        "correct source: in the declaration");
                return;
            }
            kind(table, row.getString(1));
            if (row.getString(2).equals("u")) {
                notes.error(
                        "unlogged",
                        "The table's changes are not in the log",
                        table + " is UNLOGGED",
                        "ALTER TABLE %s SET LOGGED".formatted(quoted(table)));
            }
            if (row.getBoolean(4)) {
                notes.error(
                        "row-security",
                        "The account may not see all rows of the table",
                        "row security of %s applies to this account".formatted(table),
                        "give the accounts BYPASSRLS, or a policy that shows all rows");
            }
            if (!row.getBoolean(5)) {
                notes.error(
                        "primary-key",
                        "DMS carries no updates and deletes of a table without a primary key",
                        table + " has none",
                        "add a primary key");
            }
            identity(table, row.getString(3), row.getBoolean(6));
        }
    }

    private void kind(TableName table, String kind) {
        String word =
                switch (kind) {
                    case "r" -> "";
                    case "p" -> "partitioned";
                    case "v" -> "a view";
                    case "m" -> "a materialized view";
                    case "f" -> "a foreign table";
                    default -> "of kind " + kind;
                };
        if (!word.isEmpty()) {
            notes.error(
                    "table-kind",
                    "DMS reads the changes of plain tables only",
                    "%s is %s".formatted(table, word),
                    "declare a plain table");
        }
    }

    private void identity(TableName table, String identity, boolean primaryKeyIsIndex) {
        String usual = "ALTER TABLE %s REPLICA IDENTITY DEFAULT".formatted(quoted(table));
        if (identity.equals("n")) {
            notes.error(
                    "replica-identity",
                    "The log does not say which row an update or a delete is of",
                    table + " has REPLICA IDENTITY NOTHING",
                    usual);
        } else if (identity.equals("i") && !primaryKeyIsIndex) {
            notes.error(
                    "replica-identity",
                    "The log names deleted rows by another key than the primary one",
                    table + " has REPLICA IDENTITY USING INDEX",
                    usual);
        } else if (identity.equals("f")) {
            notes.info(
                    "replica-identity",
                    "The log has the whole old row of each change, which the sync does not need",
                    table + " has REPLICA IDENTITY FULL",
                    usual + ", unless somebody else needs it");
        }
    }

    private void generated(TableDeclaration table) throws SQLException {
        List<String> columns =
                Sql.texts(
                                connection,
                                """
                                SELECT column_name FROM information_schema.columns
                                 WHERE table_schema = ? AND table_name = ?
                                   AND is_generated = 'ALWAYS'
                                """,
                                table.source().schema(),
                                table.source().table())
                        .stream()
                        .filter(column -> !table.drop().contains(column))
                        .toList();
        if (!columns.isEmpty()) {
            notes.warning(
                    "generated-column",
                    "The log may leave out the values of generated columns",
                    "%s: %s".formatted(table.source(), String.join(", ", columns)),
                    "list them under drop, or carry a plain column instead");
        }
    }

    private static String quoted(TableName table) {
        return "%s.%s".formatted(Sql.postgresName(table.schema()), Sql.postgresName(table.table()));
    }
}

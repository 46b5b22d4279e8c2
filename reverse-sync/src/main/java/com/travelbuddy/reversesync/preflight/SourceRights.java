package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What this program and DMS may do at PostgreSQL. */
record SourceRights(Connection connection, Settings settings, Notes notes) {

    void check() {
        notes.check("Rights at the source", "any account may see them", this::rights);
    }

    private void rights() throws SQLException {
        List<String> accounts = new ArrayList<>();
        String own = text("SELECT current_user");
        accounts.add(own);
        String dms = own;
        switch (Account.of(settings.source(), settings.dms().sourceEndpoint())) {
            case Account.Same() -> {}
            case Account.Named(String name) -> {
                if (text("SELECT count(*) FROM pg_roles WHERE rolname = ?", name).equals("0")) {
                    notes.error(
                            "source-account",
                            "The account that DMS is to log in with does not exist",
                            "there is no role " + name,
                            "create it, or correct dms.source-endpoint.username");
                    return;
                }
                accounts.add(name);
                dms = name;
            }
            case Account.Hidden(String secret) -> {
                dms = "";
                notes.info(
                        "dms-account",
                        "The rights of the account that DMS logs in with were not checked",
                        "DMS reads the secret '%s', this program logs in as %s"
                                .formatted(secret, own),
                        "give the secret's account REPLICATION, and SELECT on the tables");
            }
        }
        if (!dms.isEmpty()) {
            replication(dms);
        }
        for (String account : accounts) {
            for (var table : settings.tables()) {
                table(account, table.source());
            }
        }
    }

    private void replication(String account) throws SQLException {
        String may =
                text(
                        """
                        SELECT r.rolsuper OR r.rolreplication OR EXISTS
                               (SELECT 1 FROM pg_roles g WHERE g.rolname = 'rds_replication'
                                   AND pg_has_role(r.oid, g.oid, 'MEMBER'))
                          FROM pg_roles r WHERE r.rolname = ?
                        """,
                        account);
        if (!may.equals("t")) {
            notes.error(
                    "replication-right",
                    "The account may not read changes",
                    "%s has neither REPLICATION nor rds_replication".formatted(account),
                    "ALTER ROLE %1$s REPLICATION (RDS and Aurora: GRANT rds_replication TO %1$s)"
                            .formatted(Sql.postgresName(account)));
        }
    }

    private void table(String account, TableName table) throws SQLException {
        String role = Sql.postgresName(account);
        String schema =
                text(
                        """
                        SELECT has_schema_privilege(?::text, oid, 'USAGE') FROM pg_namespace
                         WHERE nspname = ?
                        """,
                        account,
                        table.schema());
        if (schema.equals("f")) {
            notes.error(
                    "schema-usage",
                    "The account may not enter the schema",
                    "%s has no USAGE on schema %s".formatted(account, table.schema()),
                    "GRANT USAGE ON SCHEMA %s TO %s"
                            .formatted(Sql.postgresName(table.schema()), role));
        }
        String select =
                text(
                        """
                        SELECT has_table_privilege(?::text, c.oid, 'SELECT')
                          FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                         WHERE n.nspname = ? AND c.relname = ?
                        """,
                        account,
                        table.schema(),
                        table.table());
        if (select.equals("f")) {
            notes.error(
                    "table-select",
                    "The account may not read the table",
                    "%s has no SELECT on %s".formatted(account, table),
                    "GRANT SELECT ON %s.%s TO %s"
                            .formatted(
                                    Sql.postgresName(table.schema()),
                                    Sql.postgresName(table.table()),
                                    role));
        }
    }

    private String text(String query, Object... parameters) throws SQLException {
        return Sql.text(connection, query, parameters).orElse("");
    }
}

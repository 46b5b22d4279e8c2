package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TableDeclaration;
import com.travelbuddy.reversesync.settings.TableName;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What this program, and DMS with the same account, may do at MySQL. */
record TargetRights(Connection connection, Settings settings, Notes notes) {

    private static final List<String> ROWS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");
    private static final List<String> TABLES =
            List.of("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "INDEX");

    void check() {
        notes.check("Rights at the target", "any account may see its own", this::rights);
    }

    private void rights() throws SQLException {
        Grants grants = grants();
        List<TableName> tables =
                settings.tables().stream().map(TableDeclaration::target).distinct().toList();
        for (TableName table : tables) {
            List<String> missing = grants.missing(ROWS, table);
            if (!missing.isEmpty()) {
                notes.error(
                        "target-rights",
                        "The account may not write the table's rows",
                        "it lacks %s on %s".formatted(String.join(", ", missing), table),
                        statements(List.of(table), false));
            }
        }
        String control = settings.dms().controlSchema();
        List<String> missing = grants.missing(TABLES, new TableName(control, "*"));
        if (!missing.isEmpty()) {
            notes.error(
                    "control-rights",
                    "The account may not keep the control tables of DMS",
                    "it lacks %s on %s.*".formatted(String.join(", ", missing), control),
                    statements(List.of(), true));
        }
        List<String> beyond = grants.beyond(Set.copyOf(ROWS), tables, control);
        if (!beyond.isEmpty()) {
            notes.warning(
                    "target-rights-wide",
                    "The account may do more than the sync needs: a wrong task could do it",
                    String.join("; ", beyond),
                    "use an account of its own: " + statements(tables, true));
        }
        account();
    }

    private void account() throws SQLException {
        String own = Sql.text(connection, "SELECT CURRENT_USER()").orElse("");
        String other =
                switch (Account.of(settings.target(), settings.dms().targetEndpoint())) {
                    case Account.Same() -> "";
                    case Account.Named(String name) -> "DMS logs in as " + name;
                    case Account.Hidden(String secret) ->
                            "DMS reads the secret '%s'".formatted(secret);
                };
        if (!other.isEmpty()) {
            notes.info(
                    "dms-account",
                    "The rights of the account that DMS logs in with were not checked",
                    "%s, this program as %s".formatted(other, own),
                    "give DMS's account the same rights as this one");
        }
    }

    private Grants grants() throws SQLException {
        Grants grants = Grants.parse(Sql.texts(connection, "SHOW GRANTS"));
        if (grants.roles().isEmpty()) {
            return grants;
        }
        String active =
                Sql.text(connection, "SELECT CURRENT_ROLE()").orElse("").replaceAll("[`'\"]", "");
        List<String> inactive = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Grants all = grants;
        for (String role : grants.roles()) {
            String name = role.replaceAll("[`'\"]", "");
            if (active.equals(name) || Set.of(active.split(",\\s*")).contains(name)) {
                all = all.with(ofRole(role, seen));
            } else if (!seen.contains(role)) {
                inactive.add(name);
            }
        }
        if (!inactive.isEmpty()) {
            notes.info(
                    "role-inactive",
                    "Roles of the account are not active when it logs in, so they do not count",
                    String.join(", ", new TreeSet<>(inactive)),
                    "SET DEFAULT ROLE … for the account, or grant to the account itself");
        }
        return all;
    }

    private Grants ofRole(String role, Set<String> seen) throws SQLException {
        if (!seen.add(role)) {
            return Grants.parse(List.of());
        }
        Grants grants = Grants.parse(Sql.texts(connection, "SHOW GRANTS FOR " + role));
        for (String inherited : grants.roles()) {
            grants = grants.with(ofRole(inherited, seen));
        }
        return grants;
    }

    private String statements(List<TableName> tables, boolean control) throws SQLException {
        String account =
                Optional.of(Sql.text(connection, "SELECT CURRENT_USER()").orElse(""))
                        .map(text -> text.replaceFirst("(.*)@(.*)", "'$1'@'$2'"))
                        .orElseThrow();
        List<String> statements = new ArrayList<>();
        for (TableName table : tables) {
            statements.add(
                    "GRANT %s ON %s.%s TO %s"
                            .formatted(
                                    String.join(", ", ROWS),
                                    Sql.mySqlName(table.schema()),
                                    Sql.mySqlName(table.table()),
                                    account));
        }
        if (control) {
            // In a grant on a whole schema, _ stands for any character.
            statements.add(
                    "GRANT ALL ON %s.* TO %s"
                            .formatted(
                                    Sql.mySqlName(
                                            settings.dms().controlSchema().replace("_", "\\_")),
                                    account));
        }
        return String.join("; ", statements);
    }
}

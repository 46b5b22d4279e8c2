package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.settings.TableName;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code SHOW GRANTS} of MySQL and MariaDB says.
 *
 * @param grants on tables and schemas
 * @param revoked what MySQL 8 takes out of grants on everything
 * @param roles that were granted, as the server writes them
 */
record Grants(List<Grant> grants, List<Grant> revoked, List<String> roles) {

    private static final String NAME = "(?:`(?:[^`]|``)+`|\\*)";
    private static final Pattern ON =
            Pattern.compile(
                    "(GRANT|REVOKE) (.+?) ON (?:(?:TABLE|FUNCTION|PROCEDURE|PACKAGE|PACKAGE BODY) )?(%1$s)\\.(%1$s) (?:TO|FROM) (.*)"
                            .formatted(NAME),
                    Pattern.DOTALL);
    private static final Pattern ROLES =
            Pattern.compile(
                    "GRANT ((?:[`'\"][^`'\"]*[`'\"](?:@[`'\"][^`'\"]*[`'\"])?,? ?)+) TO .*",
                    Pattern.DOTALL);
    private static final Set<String> IN_ALL =
            Set.of(
                    "SELECT",
                    "INSERT",
                    "UPDATE",
                    "DELETE",
                    "CREATE",
                    "DROP",
                    "ALTER",
                    "INDEX",
                    "REFERENCES",
                    "TRIGGER");

    /**
     * Rights on a table, a schema or everything.
     *
     * @param schema a pattern, or {@code *}
     * @param table {@code *}: all
     * @param columns names of rights that are on some columns only
     */
    record Grant(
            Set<String> rights,
            Set<String> columns,
            String schema,
            String table,
            boolean grantOption) {

        /** Whether it is about this table; the name {@code *} stands for a whole schema. */
        boolean covers(TableName name) {
            return schemaMatches(name.schema())
                    && (table.equals("*") || table.equalsIgnoreCase(name.table()));
        }

        boolean gives(String right) {
            return rights.contains(right)
                    || rights.contains("ALL PRIVILEGES") && IN_ALL.contains(right);
        }

        private boolean schemaMatches(String name) {
            if (schema.equals("*") || schema.equalsIgnoreCase(name)) {
                return true;
            }
            if (!table.equals("*")) {
                return false;
            }
            StringBuilder regex = new StringBuilder();
            for (int i = 0; i < schema.length(); i++) {
                char c = schema.charAt(i);
                if (c == '\\' && i + 1 < schema.length()) {
                    regex.append(Pattern.quote(schema.substring(++i, i + 1)));
                } else if (c == '%') {
                    regex.append(".*");
                } else if (c == '_') {
                    regex.append('.');
                } else {
                    regex.append(Pattern.quote(String.valueOf(c)));
                }
            }
            return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE)
                    .matcher(name)
                    .matches();
        }

        @Override
        public String toString() {
            Set<String> all = new TreeSet<>(rights);
            columns.forEach(right -> all.add(right + " of some columns"));
            if (grantOption) {
                all.add("GRANT OPTION");
            }
            return "%s ON %s.%s".formatted(String.join(", ", all), schema, table);
        }
    }

    static Grants parse(List<String> lines) {
        List<Grant> grants = new ArrayList<>();
        List<Grant> revoked = new ArrayList<>();
        List<String> roles = new ArrayList<>();
        for (String line : lines) {
            Matcher on = ON.matcher(line);
            Matcher granted = ROLES.matcher(line);
            if (on.matches()) {
                (on.group(1).equals("GRANT") ? grants : revoked).add(grant(on));
            } else if (granted.matches()) {
                Arrays.stream(granted.group(1).split(",\\s*"))
                        .map(String::strip)
                        .forEach(roles::add);
            }
        }
        return new Grants(grants, revoked, roles);
    }

    private static Grant grant(Matcher on) {
        Set<String> rights = new TreeSet<>();
        Set<String> columns = new TreeSet<>();
        // Columns stand in brackets and have commas of their own.
        for (String right : on.group(2).split(",\\s*(?![^(]*\\))")) {
            String name = right.replaceFirst("\\s*\\(.*", "").strip().toUpperCase(Locale.ROOT);
            if (right.contains("(")) {
                columns.add(name);
            } else if (!name.equals("USAGE")) {
                rights.add(name.equals("ALL") ? "ALL PRIVILEGES" : name);
            }
        }
        return new Grant(
                rights,
                columns,
                unquoted(on.group(3)),
                unquoted(on.group(4)),
                on.group(5).contains("WITH GRANT OPTION"));
    }

    private static String unquoted(String name) {
        return name.startsWith("`")
                ? name.substring(1, name.length() - 1).replace("``", "`")
                : name;
    }

    Grants with(Grants other) {
        List<Grant> all = new ArrayList<>(grants);
        all.addAll(other.grants);
        List<Grant> allRevoked = new ArrayList<>(revoked);
        allRevoked.addAll(other.revoked);
        return new Grants(all, allRevoked, roles);
    }

    boolean has(String right, TableName table) {
        boolean taken = revoked.stream().anyMatch(one -> one.covers(table) && one.gives(right));
        return grants.stream()
                .filter(grant -> !taken || !grant.schema().equals("*"))
                .anyMatch(grant -> grant.covers(table) && grant.gives(right));
    }

    /** Those of the wanted rights that are missing. */
    List<String> missing(List<String> wanted, TableName table) {
        return wanted.stream().filter(right -> !has(right, table)).toList();
    }

    /** What goes beyond these rights on these tables, and any on this schema. */
    List<String> beyond(Set<String> rights, List<TableName> tables, String schema) {
        return grants.stream()
                .filter(grant -> !grant.rights().isEmpty() || grant.grantOption())
                .filter(
                        grant ->
                                grant.schema().equals("*")
                                        || !grant.covers(new TableName(schema, "*")))
                .filter(
                        grant ->
                                grant.grantOption()
                                        || !rights.containsAll(grant.rights())
                                        || tables.stream()
                                                .noneMatch(
                                                        table ->
                                                                table.table()
                                                                                .equalsIgnoreCase(
                                                                                        grant
                                                                                                .table())
                                                                        && grant.covers(table)))
                .map(Grant::toString)
                .collect(Collectors.toCollection(ArrayList::new));
    }
}

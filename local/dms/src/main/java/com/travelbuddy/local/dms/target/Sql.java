package com.travelbuddy.local.dms.target;

/** Names and values as MySQL writes them. */
final class Sql {

    private Sql() {}

    static String name(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    static String name(String schema, String table) {
        return name(schema) + '.' + name(table);
    }

    /** For a reader, not for a server: statements are sent with parameters. */
    static String literal(String value) {
        return value == null
                ? "NULL"
                : '\'' + value.replace("\\", "\\\\").replace("'", "''") + '\'';
    }
}

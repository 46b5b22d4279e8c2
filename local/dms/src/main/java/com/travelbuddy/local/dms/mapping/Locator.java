package com.travelbuddy.local.dms.mapping;

/** Which objects a rule is about; names are the source's. */
record Locator(NamePattern schema, NamePattern table, NamePattern column) {

    boolean matches(String schemaName, String tableName) {
        return schema.matches(schemaName) && table.matches(tableName);
    }
}

package com.travelbuddy.local.dms.mapping;

import java.util.List;
import java.util.Optional;

/** Source tables for tests. */
final class Tables {

    private Tables() {}

    static final SourceTable SPECIALS =
            table(
                    "travelbuddy",
                    "flightspecial",
                    List.of("id"),
                    column("id", "bigint", DataType.of(DataType.Kind.INT8)),
                    column("header", "character varying(255)", string(255)),
                    column("body", "character varying(255)", string(255)),
                    column("origin", "character varying(255)", string(255)),
                    column("origin_code", "character varying(6)", string(6)),
                    column("destination", "character varying(255)", string(255)),
                    column("destination_code", "character varying(6)", string(6)),
                    column("cost", "integer", DataType.of(DataType.Kind.INT4)),
                    column("expiry_date", "timestamp without time zone", timestamp()));

    static SourceTable table(
            String schema, String name, List<String> key, SourceColumn... columns) {
        return new SourceTable(schema, name, List.of(columns), key);
    }

    static SourceColumn column(String name, String sourceType, DataType type) {
        return new SourceColumn(name, sourceType, Optional.ofNullable(type), true);
    }

    static DataType string(int length) {
        return DataType.of(DataType.Kind.WSTRING, length);
    }

    static DataType timestamp() {
        return new DataType(DataType.Kind.DATETIME, 0, 0, 6);
    }

    /** A document of rules in which ' stands for ". */
    static String rules(String... rules) {
        return "{\"rules\":[" + String.join(",", rules).replace('\'', '"') + "]}";
    }

    static String include(int id, String schema, String table) {
        return "{'rule-type':'selection','rule-id':'%1$d','rule-name':'r%1$d','object-locator':{'schema-name':'%2$s','table-name':'%3$s'},'rule-action':'include'}"
                .formatted(id, schema, table);
    }

    /** A rule about columns of all tables, with more members if given. */
    static String onColumn(int id, String column, String action, String more) {
        return "{'rule-type':'transformation','rule-id':'%1$d','rule-name':'r%1$d','rule-target':'column','object-locator':{'schema-name':'%%','table-name':'%%','column-name':'%2$s'},'rule-action':'%3$s'%4$s}"
                .formatted(id, column, action, more.isEmpty() ? "" : "," + more);
    }

    static String added(int id, String name, String expression, String type) {
        return "{'rule-type':'transformation','rule-id':'%1$d','rule-name':'r%1$d','rule-target':'column','object-locator':{'schema-name':'%%','table-name':'%%'},'rule-action':'add-column','value':'%2$s','expression':'%3$s','data-type':{'type':'%4$s'}}"
                .formatted(id, name, expression, type);
    }
}

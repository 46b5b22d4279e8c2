package com.travelbuddy.local.dms;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A table mapping in the making. */
final class Rules {

    /** The floor of the epoch's milliseconds; NULL becomes 0. */
    static final String EXPIRY_MILLIS =
            "coalesce(strftime('%s', substr($expiry_date, 1, 19)) * 1000"
                    + " + substr(substr($expiry_date, 21) || '000', 1, 3), 0)";

    private final ArrayNode rules = JsonNodeFactory.instance.arrayNode();

    private Rules() {}

    /** Of these tables as they are, but into the test's own database. */
    static Rules of(Flights flights, String... tables) {
        Rules mapping = new Rules();
        for (String table : tables) {
            mapping.rule("selection", "include", table).putArray("filters");
        }
        ObjectNode rename = mapping.rule("transformation", "rename", null);
        rename.put("rule-target", "schema").put("value", flights.name());
        return mapping;
    }

    /** Of all three tables, the specials as the monolith has them. */
    static Rules ofAll(Flights flights) {
        return of(flights, Flights.TABLES.toArray(String[]::new)).withSpecials();
    }

    Rules withSpecials() {
        String table = "flightspecial";
        column("rename", table, "origin_code").put("value", "originCode");
        column("rename", table, "destination_code").put("value", "destinationCode");
        rule("transformation", "add-column", table)
                .put("rule-target", "column")
                .put("value", "expiryDate")
                .put("expression", EXPIRY_MILLIS)
                .putObject("data-type")
                .put("type", "int8");
        column("remove-column", table, "expiry_date");
        column("remove-column", table, "version");
        column("remove-column", table, "updated_at");
        return this;
    }

    String json() {
        return JsonNodeFactory.instance.objectNode().set("rules", rules).toString();
    }

    private ObjectNode column(String action, String table, String column) {
        ObjectNode rule = rule("transformation", action, table).put("rule-target", "column");
        ((ObjectNode) rule.get("object-locator")).put("column-name", column);
        return rule;
    }

    private ObjectNode rule(String type, String action, String table) {
        int id = rules.size() + 1;
        ObjectNode rule =
                rules.addObject()
                        .put("rule-type", type)
                        .put("rule-id", Integer.toString(id))
                        .put("rule-name", "rule-" + id)
                        .put("rule-action", action);
        ObjectNode locator = rule.putObject("object-locator").put("schema-name", Flights.SCHEMA);
        if (table != null) {
            locator.put("table-name", table);
        }
        return rule;
    }
}

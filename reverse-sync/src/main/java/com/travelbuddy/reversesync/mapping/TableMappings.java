package com.travelbuddy.reversesync.mapping;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.reversesync.settings.Conversion;
import com.travelbuddy.reversesync.settings.Formula;
import com.travelbuddy.reversesync.settings.TableName;

import java.util.List;
import java.util.Optional;

/**
 * Writes DMS's table mapping (the guide's pages "Specifying table selection and transformations
 * rules using JSON"): exactly one rule for each object, as several for one are not reliable.
 */
public final class TableMappings {

    private final Formula formula;
    private final ArrayNode rules = JsonNodeFactory.instance.arrayNode();

    private TableMappings(Formula formula) {
        this.formula = formula;
    }

    /** The document that DMS takes as {@code TableMappings}. */
    public static ObjectNode document(List<TableSync> tables, Formula formula) {
        TableMappings mappings = new TableMappings(formula);
        tables.forEach(mappings::select);
        tables.forEach(mappings::transform);
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.set("rules", mappings.rules);
        return document;
    }

    private void select(TableSync table) {
        ObjectNode rule = rule("selection", "include-" + table.source().name().table(), "include");
        rule.set("object-locator", locator(table.source().name(), Optional.empty()));
        rule.putArray("filters");
    }

    private void transform(TableSync table) {
        TableName source = table.source().name();
        TableName target = table.target().name();
        if (!source.schema().equals(target.schema())) {
            renameSchema(source.schema(), target.schema());
        }
        if (!source.table().equals(target.table())) {
            ObjectNode rule = transformation("rename-" + source.table(), "rename", "table");
            rule.set("object-locator", locator(source, Optional.empty()));
            rule.put("value", target.table());
        }
        for (ColumnRule column : table.rules()) {
            String name = column.source().name();
            switch (column) {
                case ColumnRule.Drop _ -> remove(source, name);
                case ColumnRule.Carry carry when carry.conversion().isPresent() -> {
                    convert(source, carry, carry.conversion().get());
                    remove(source, name);
                }
                case ColumnRule.Carry carry -> {
                    if (!carry.target().name().equals(name)) {
                        column("rename", source, name).put("value", carry.target().name());
                    }
                }
            }
        }
    }

    private void renameSchema(String source, String target) {
        String name = "rename-schema-" + source;
        for (var rule : rules) {
            if (rule.path("rule-name").asText().equals(name)) {
                return;
            }
        }
        ObjectNode rule = transformation(name, "rename", "schema");
        rule.putObject("object-locator").put("schema-name", exactly(source));
        rule.put("value", target);
    }

    private void convert(TableName source, ColumnRule.Carry carry, Conversion conversion) {
        ObjectNode rule =
                transformation(
                        "add-%s-%s".formatted(source.table(), carry.target().name()),
                        "add-column",
                        "column");
        rule.set("object-locator", locator(source, Optional.empty()));
        rule.put("value", carry.target().name());
        rule.put("expression", expression(carry.source().name(), conversion));
        rule.putObject("data-type").put("type", "int8");
    }

    private String expression(String column, Conversion conversion) {
        return EpochMillis.expression(column, conversion, formula);
    }

    private void remove(TableName source, String column) {
        column("remove-column", source, column);
    }

    private ObjectNode column(String action, TableName source, String column) {
        ObjectNode rule =
                transformation(
                        "%s-%s-%s".formatted(action, source.table(), column), action, "column");
        rule.set("object-locator", locator(source, Optional.of(column)));
        return rule;
    }

    private ObjectNode transformation(String name, String action, String target) {
        return rule("transformation", name, action).put("rule-target", target);
    }

    private ObjectNode rule(String type, String name, String action) {
        return rules.addObject()
                .put("rule-type", type)
                .put("rule-id", Integer.toString(rules.size()))
                .put("rule-name", name.replace('_', '-'))
                .put("rule-action", action);
    }

    private static ObjectNode locator(TableName table, Optional<String> column) {
        ObjectNode locator =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("schema-name", exactly(table.schema()))
                        .put("table-name", exactly(table.table()));
        column.ifPresent(name -> locator.put("column-name", name));
        return locator;
    }

    /** {@code _} stands for any character in names of schemas and tables, but not in brackets. */
    private static String exactly(String name) {
        return name.replace("_", "[_]");
    }
}

package com.travelbuddy.local.dms.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the rules, and goes on after a problem to name all there are. */
final class MappingParser {

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private static final Set<String> OTHER_RULE_TYPES =
            Set.of("table-settings", "validation", "object-mapping", "post-processing");
    private static final Set<String> OTHER_ACTIONS =
            Set.of(
                    "define-primary-key",
                    "add-before-image-columns",
                    "data-masking-digits-mask",
                    "data-masking-digits-randomize",
                    "data-masking-hash-mask");
    private static final Set<String> COLUMN_ACTIONS =
            Set.of("remove-column", "include-column", "add-column", "change-data-type");
    private static final Set<String> OTHER_TARGETS = Set.of("table-tablespace", "index-tablespace");
    private static final Set<String> OTHER_TYPES = Set.of("set", "list", "map", "tuple");

    private final List<String> problems = new ArrayList<>();
    private final List<SelectionRule> selections = new ArrayList<>();
    private final List<TransformationRule> transformations = new ArrayList<>();
    private final Set<BigInteger> numbers = new HashSet<>();
    private final Set<String> names = new HashSet<>();

    private MappingParser() {}

    static TableMapping parse(String json) throws InvalidMappingException {
        MappingParser parser = new MappingParser();
        parser.document(read(json));
        if (!parser.problems.isEmpty()) {
            throw new InvalidMappingException(
                    "The table mapping cannot be used: " + String.join("; ", parser.problems));
        }
        return new TableMapping(parser.selections, parser.transformations);
    }

    private static JsonNode read(String json) throws InvalidMappingException {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new InvalidMappingException(
                    "The table mapping is no JSON: " + e.getOriginalMessage());
        }
    }

    private void document(JsonNode document) {
        if (!document.isObject() || !document.path("rules").isArray()) {
            problems.add("it must be an object with an array named rules");
            return;
        }
        new JsonMembers(document, "The document", problems).allow(Set.of("rules"));
        int position = 0;
        for (JsonNode rule : document.get("rules")) {
            position++;
            if (rule.isObject()) {
                String id = rule.path("rule-id").asText();
                String subject = id.isEmpty() ? "rule no. " + position : "rule-id " + id;
                rule(new JsonMembers(rule, subject, problems));
            } else {
                problems.add("rule no. %d must be an object".formatted(position));
            }
        }
        if (problems.isEmpty()
                && selections.stream()
                        .allMatch(rule -> rule.action() == SelectionRule.Action.EXCLUDE)) {
            problems.add("no selection rule includes anything");
        }
    }

    private void rule(JsonMembers rule) {
        BigInteger number = rule.ruleNumber();
        if (number != null && !numbers.add(number)) {
            rule.problem("another rule has this rule-id");
        }
        String name = rule.text("rule-name");
        if (!name.isEmpty() && !names.add(name)) {
            rule.problem("another rule has the rule-name " + name);
        }
        RuleId id = new RuleId(number == null ? BigInteger.ZERO : number, name);
        String type = rule.text("rule-type");
        switch (type) {
            case "" -> {}
            case "selection" -> selection(id, rule);
            case "transformation" -> transformation(id, rule);
            default ->
                    rule.problem(
                            (OTHER_RULE_TYPES.contains(type)
                                            ? "rule-type %s is not supported"
                                            : "unknown rule-type %s")
                                    .formatted(type));
        }
    }

    private void selection(RuleId id, JsonMembers rule) {
        rule.allow(
                Set.of(
                        "rule-type",
                        "rule-id",
                        "rule-name",
                        "object-locator",
                        "rule-action",
                        "load-order",
                        "filters"));
        String name = rule.text("rule-action");
        SelectionRule.Action action =
                switch (name) {
                    case "exclude" -> SelectionRule.Action.EXCLUDE;
                    case "explicit" -> SelectionRule.Action.EXPLICIT;
                    case "include", "" -> SelectionRule.Action.INCLUDE;
                    default -> {
                        rule.problem("unknown rule-action " + name);
                        yield SelectionRule.Action.INCLUDE;
                    }
                };
        JsonMembers locator = rule.object("object-locator");
        locator.allow(Set.of("schema-name", "table-name", "table-type"));
        if (locator.has("table-type") && !locator.text("table-type").equals("table")) {
            locator.problem(
                    "table-type %s is not supported".formatted(locator.get("table-type").asText()));
        }
        NamePattern schema = new NamePattern(locator.text("schema-name"));
        NamePattern table = new NamePattern(locator.text("table-name"));
        if (action == SelectionRule.Action.EXPLICIT && !(schema.isPlain() && table.isPlain())) {
            locator.problem("explicit needs names without wildcards");
        }
        selections.add(
                new SelectionRule(
                        id,
                        action,
                        new Locator(schema, table, NamePattern.ANY),
                        rule.whole("load-order", 0),
                        filters(rule, action)));
    }

    private List<SelectionRule.Filter> filters(JsonMembers rule, SelectionRule.Action action) {
        List<SelectionRule.Filter> filters = new ArrayList<>();
        if (!rule.has("filters")) {
            return filters;
        }
        if (!rule.get("filters").isArray()) {
            rule.problem("filters must be an array");
            return filters;
        }
        if (!rule.get("filters").isEmpty() && action != SelectionRule.Action.INCLUDE) {
            rule.problem("only the rule-action include may have filters");
        }
        int position = 0;
        for (JsonNode element : rule.get("filters")) {
            filters.add(filter(rule.element(element, "filter no. " + ++position)));
        }
        return filters;
    }

    private static SelectionRule.Filter filter(JsonMembers filter) {
        filter.allow(Set.of("filter-type", "column-name", "filter-conditions"));
        String type = filter.text("filter-type");
        if (!type.isEmpty() && !type.equals("source")) {
            filter.problem("unknown filter-type " + type);
        }
        String column = filter.text("column-name");
        List<SelectionRule.Condition> conditions = new ArrayList<>();
        JsonNode elements = filter.get("filter-conditions");
        if (!elements.isArray() || elements.isEmpty()) {
            filter.problem("filter-conditions must be an array that is not empty");
        } else {
            int position = 0;
            for (JsonNode element : elements) {
                conditions.add(condition(filter.element(element, "condition no. " + ++position)));
            }
        }
        if (conditions.size() > 1
                && conditions.stream().anyMatch(condition -> condition.operator().isNegative())) {
            filter.problem("noteq, notbetween and notnull must be a filter's only condition");
        }
        return new SelectionRule.Filter(column, conditions);
    }

    private static SelectionRule.Condition condition(JsonMembers condition) {
        String name = condition.text("filter-operator");
        FilterOperator operator = FilterOperator.BY_NAME.get(name);
        if (operator == null) {
            if (!name.isEmpty()) {
                condition.problem("unknown filter-operator " + name);
            }
            return new SelectionRule.Condition(FilterOperator.NULL, List.of());
        }
        List<String> operands =
                switch (operator.operands()) {
                    case 0 -> List.of();
                    case 1 -> List.of("value");
                    default -> List.of("start-value", "end-value");
                };
        Set<String> allowed = new HashSet<>(operands);
        allowed.add("filter-operator");
        condition.allow(allowed);
        return new SelectionRule.Condition(
                operator, operands.stream().map(operand -> operand(condition, operand)).toList());
    }

    private static String operand(JsonMembers condition, String name) {
        JsonNode value = condition.get(name);
        if (!value.isTextual()) {
            condition.problem(name + (condition.has(name) ? " must be a string" : " is missing"));
        } else if (value.textValue().indexOf('\0') >= 0) {
            condition.problem(name + " holds a NUL");
        }
        return value.asText();
    }

    private void transformation(RuleId id, JsonMembers rule) {
        rule.allow(
                Set.of(
                        "rule-type",
                        "rule-id",
                        "rule-name",
                        "rule-target",
                        "object-locator",
                        "rule-action",
                        "value",
                        "old-value",
                        "expression",
                        "data-type",
                        "primary-key-def",
                        "before-image-def"));
        TransformationRule.Target target = target(rule);
        Locator locator = locator(rule, target);
        Transformation transformation = action(rule);
        if (transformation == null || target == null) {
            return;
        }
        if (COLUMN_ACTIONS.contains(transformation.action())
                && target != TransformationRule.Target.COLUMN) {
            rule.problem(
                    "rule-action %s needs rule-target column".formatted(transformation.action()));
        }
        if (target == TransformationRule.Target.COLUMN
                && !(transformation instanceof Transformation.AddColumn)
                && !rule.get("object-locator").hasNonNull("column-name")) {
            rule.problem("object-locator: column-name is missing");
        }
        transformations.add(new TransformationRule(id, target, locator, transformation));
    }

    private static TransformationRule.Target target(JsonMembers rule) {
        String target = rule.text("rule-target");
        switch (target) {
            case "schema":
                return TransformationRule.Target.SCHEMA;
            case "table":
                return TransformationRule.Target.TABLE;
            case "column":
                return TransformationRule.Target.COLUMN;
            case "":
                return null;
            default:
                rule.problem(
                        (OTHER_TARGETS.contains(target)
                                        ? "rule-target %s is not supported"
                                        : "unknown rule-target %s")
                                .formatted(target));
                return null;
        }
    }

    private static Locator locator(JsonMembers rule, TransformationRule.Target target) {
        JsonMembers locator = rule.object("object-locator");
        locator.allow(
                target == TransformationRule.Target.COLUMN
                        ? Set.of("schema-name", "table-name", "column-name")
                        : Set.of("schema-name", "table-name"));
        NamePattern schema = new NamePattern(locator.text("schema-name"));
        boolean wholeSchema =
                target == TransformationRule.Target.SCHEMA && !locator.has("table-name");
        NamePattern table =
                wholeSchema ? NamePattern.ANY : new NamePattern(locator.text("table-name"));
        NamePattern column =
                target == TransformationRule.Target.COLUMN && locator.has("column-name")
                        ? new NamePattern(locator.text("column-name"))
                        : NamePattern.ANY;
        return new Locator(schema, table, column);
    }

    private static Transformation action(JsonMembers rule) {
        String action = rule.text("rule-action");
        if (OTHER_ACTIONS.contains(action)) {
            rule.problem("rule-action %s is not supported".formatted(action));
            return null;
        }
        if (rule.has("expression") && !action.equals("add-column")) {
            rule.problem("expression is not supported with rule-action " + action);
        }
        if (rule.has("data-type")
                && !action.equals("add-column")
                && !action.equals("change-data-type")) {
            rule.problem("data-type has no meaning with rule-action " + action);
        }
        for (String definition : List.of("primary-key-def", "before-image-def")) {
            if (rule.has(definition)) {
                rule.problem(definition + " is not supported");
            }
        }
        return switch (action) {
            case "rename" -> new Transformation.Rename(rule.text("value"));
            case "convert-lowercase" -> new Transformation.ConvertCase(false);
            case "convert-uppercase" -> new Transformation.ConvertCase(true);
            case "add-prefix" -> new Transformation.Prefix(action, "", rule.text("value"));
            case "remove-prefix" -> new Transformation.Prefix(action, rule.text("value"), "");
            case "replace-prefix" ->
                    new Transformation.Prefix(action, rule.text("old-value"), rule.text("value"));
            case "add-suffix" -> new Transformation.Suffix(action, "", rule.text("value"));
            case "remove-suffix" -> new Transformation.Suffix(action, rule.text("value"), "");
            case "replace-suffix" ->
                    new Transformation.Suffix(action, rule.text("old-value"), rule.text("value"));
            case "remove-column" -> new Transformation.RemoveColumn();
            case "include-column" -> new Transformation.IncludeColumn();
            case "change-data-type" -> new Transformation.ChangeDataType(dataType(rule));
            case "add-column" ->
                    new Transformation.AddColumn(
                            rule.text("value"), dataType(rule), rule.text("expression"));
            case "" -> null;
            default -> {
                rule.problem("unknown rule-action " + action);
                yield null;
            }
        };
    }

    private static DataType dataType(JsonMembers rule) {
        JsonMembers type = rule.object("data-type");
        type.allow(Set.of("type", "length", "precision", "scale"));
        String name = type.text("type");
        DataType.Kind kind = kind(type, name);
        int length = type.whole("length", 0);
        int precision = type.whole("precision", 0);
        int scale = type.whole("scale", 0);
        if (length < 0) {
            type.problem("length must not be negative");
        }
        return switch (kind) {
            case NUMERIC -> {
                if (precision < 0 || precision > 38) {
                    type.problem("precision must be from 1 to 38");
                }
                if (scale < 0 || scale > (precision == 0 ? 38 : precision)) {
                    type.problem("scale must be from 0 to precision");
                }
                yield new DataType(kind, 0, precision, scale);
            }
            case DATETIME, TIME -> {
                int digits = type.has("scale") ? scale : precision;
                if (digits < 0 || digits > 9) {
                    type.problem("a %s has from 0 to 9 fraction digits".formatted(name));
                }
                yield new DataType(kind, 0, 0, digits);
            }
            case BYTES, STRING, WSTRING, BLOB, CLOB, NCLOB -> DataType.of(kind, length);
            default -> DataType.of(kind);
        };
    }

    private static DataType.Kind kind(JsonMembers type, String name) {
        for (DataType.Kind kind : DataType.Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(name)) {
                return kind;
            }
        }
        if (!name.isEmpty()) {
            type.problem(
                    (OTHER_TYPES.contains(name) ? "type %s is not supported" : "unknown type %s")
                            .formatted(name));
        }
        return DataType.Kind.STRING;
    }
}

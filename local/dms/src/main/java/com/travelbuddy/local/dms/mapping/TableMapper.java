package com.travelbuddy.local.dms.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Applies transformation rules to one table. */
final class TableMapper {

    private final SourceTable table;

    /** Those whose locators match the table, by precedence. */
    private final List<TransformationRule> rules;

    private final List<String> warnings = new ArrayList<>();

    TableMapper(SourceTable table, List<TransformationRule> rules) {
        this.table = table;
        this.rules =
                rules.stream()
                        .filter(rule -> rule.locator().matches(table.schema(), table.name()))
                        .sorted(Comparator.comparing(TransformationRule::id))
                        .toList();
    }

    MappedTable map(RowFilter filter) throws UnmappableTableException {
        String schema =
                renamed(
                        table.schema(),
                        "schema " + table.schema(),
                        of(TransformationRule.Target.SCHEMA));
        String name =
                renamed(table.name(), "table " + qualified(), of(TransformationRule.Target.TABLE));
        List<MappedColumn> columns = new ArrayList<>(carried());
        columns.addAll(added());
        if (columns.isEmpty()) {
            throw unmappable("no column is left of it");
        }
        refuseSameNames(columns);
        filter.lostDeletes(table).ifPresent(warnings::add);
        MappedTable mapped =
                new MappedTable(table, schema, name, columns, key(columns), filter, warnings);
        if (columns.stream().anyMatch(MappedColumn.Computed.class::isInstance)) {
            new Expressions(mapped, 6).close();
        }
        return mapped;
    }

    private List<TransformationRule> of(TransformationRule.Target target) {
        return rules.stream().filter(rule -> rule.target() == target).toList();
    }

    private static String renamed(String name, TransformationRule rule) {
        return rule != null && rule.transformation() instanceof Transformation.Naming naming
                ? naming.apply(name)
                : name;
    }

    private String renamed(String name, String object, List<TransformationRule> candidates) {
        return renamed(name, first(object, candidates));
    }

    /** The rule that has precedence; null: there is none. */
    private TransformationRule first(String object, List<TransformationRule> candidates) {
        if (candidates.isEmpty()) {
            return null;
        }
        if (candidates.size() > 1) {
            warnings.add(
                    "Several rules are about %s; %s is applied, and not %s"
                            .formatted(
                                    object,
                                    candidates.getFirst(),
                                    String.join(
                                            ", nor ",
                                            candidates.stream()
                                                    .skip(1)
                                                    .map(TransformationRule::toString)
                                                    .toList())));
        }
        return candidates.getFirst();
    }

    private List<MappedColumn> carried() throws UnmappableTableException {
        List<TransformationRule> ofColumns =
                of(TransformationRule.Target.COLUMN).stream()
                        .filter(
                                rule ->
                                        !(rule.transformation()
                                                instanceof Transformation.AddColumn))
                        .toList();
        boolean listed = ofColumns.stream().anyMatch(TableMapper::includes);
        List<MappedColumn> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            SourceColumn column = table.columns().get(i);
            List<TransformationRule> matching =
                    ofColumns.stream()
                            .filter(rule -> rule.locator().column().matches(column.name()))
                            .toList();
            TransformationRule rule =
                    first("column %s of %s".formatted(column.name(), qualified()), matching);
            if (rule != null) {
                refuseUntransformable(column, rule);
            }
            boolean removed =
                    rule != null && rule.transformation() instanceof Transformation.RemoveColumn;
            boolean unlisted = listed && matching.stream().noneMatch(TableMapper::includes);
            if (!removed && !unlisted) {
                columns.add(carried(column, i, rule));
            }
        }
        return columns;
    }

    private static boolean includes(TransformationRule rule) {
        return rule.transformation() instanceof Transformation.IncludeColumn;
    }

    private MappedColumn carried(SourceColumn column, int index, TransformationRule rule)
            throws UnmappableTableException {
        DataType type =
                column.type()
                        .orElseThrow(
                                () ->
                                        unmappable(
                                                "column %s of type %s cannot be carried; remove it by a remove-column rule"
                                                        .formatted(
                                                                column.name(),
                                                                column.sourceType())));
        if (rule != null && rule.transformation() instanceof Transformation.ChangeDataType change) {
            type = change.type();
        }
        return new MappedColumn.Carried(renamed(column.name(), rule), type, index);
    }

    private void refuseUntransformable(SourceColumn column, TransformationRule rule)
            throws UnmappableTableException {
        if (includes(rule)) {
            return;
        }
        String name = column.name();
        if (name.chars().anyMatch(c -> "#\\/-".indexOf(c) >= 0)) {
            throw unmappable(
                    "column %s cannot be transformed by %s: its name holds one of # \\ / -"
                            .formatted(name, rule));
        }
        if (name.codePoints().anyMatch(TableMapper::isRightToLeft)) {
            throw unmappable(
                    "column %s cannot be transformed by %s: its name runs from right to left"
                            .formatted(name, rule));
        }
        boolean removed = rule.transformation() instanceof Transformation.RemoveColumn;
        if (!removed && column.type().map(DataType::kind).filter(TableMapper::isLob).isPresent()) {
            throw unmappable(
                    "column %s has type %s, a LOB, which %s cannot transform; it can only be removed"
                            .formatted(name, column.sourceType(), rule));
        }
    }

    private static boolean isRightToLeft(int codePoint) {
        byte direction = Character.getDirectionality(codePoint);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    static boolean isLob(DataType.Kind kind) {
        return switch (kind) {
            case BLOB, CLOB, NCLOB -> true;
            default -> false;
        };
    }

    private List<MappedColumn> added() throws UnmappableTableException {
        Map<String, List<TransformationRule>> byName = new TreeMap<>();
        List<String> names = new ArrayList<>();
        for (TransformationRule rule : rules) {
            if (rule.transformation() instanceof Transformation.AddColumn add) {
                byName.computeIfAbsent(
                                add.name(),
                                name -> {
                                    names.add(name);
                                    return new ArrayList<>();
                                })
                        .add(rule);
            }
        }
        List<MappedColumn> columns = new ArrayList<>();
        for (String name : names) {
            TransformationRule rule =
                    first("column %s of %s".formatted(name, qualified()), byName.get(name));
            for (SourceColumn column : table.columns()) {
                if (column.name().equalsIgnoreCase(name)) {
                    throw unmappable(
                            "%s adds column %s, and the source has a column %s"
                                    .formatted(rule, name, column.name()));
                }
            }
            if (rule.transformation() instanceof Transformation.AddColumn add) {
                columns.add(new MappedColumn.Computed(add.name(), add.type(), add.expression()));
            }
        }
        return columns;
    }

    private void refuseSameNames(List<MappedColumn> columns) throws UnmappableTableException {
        Map<String, String> seen = new HashMap<>();
        for (MappedColumn column : columns) {
            String other = seen.put(column.name().toLowerCase(Locale.ROOT), column.name());
            if (other != null) {
                throw unmappable(
                        "two columns would be one at the target: %s and %s"
                                .formatted(other, column.name()));
            }
        }
    }

    private List<String> key(List<MappedColumn> columns) {
        Map<String, String> targets = new HashMap<>();
        for (MappedColumn column : columns) {
            if (column instanceof MappedColumn.Carried carried) {
                targets.put(table.columns().get(carried.source()).name(), carried.name());
            }
        }
        return targets.keySet().containsAll(table.primaryKey())
                ? table.primaryKey().stream().map(targets::get).toList()
                : List.of();
    }

    private String qualified() {
        return table.schema() + "." + table.name();
    }

    private UnmappableTableException unmappable(String why) {
        return new UnmappableTableException("Table %s: %s".formatted(qualified(), why));
    }
}

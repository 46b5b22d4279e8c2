package com.travelbuddy.local.dms.mapping;

import java.util.ArrayList;
import java.util.List;

/** A condition over one column, for the source and for a row in hand. */
final class ColumnCondition {

    private final SourceColumn column;
    private final FilterOperator operator;
    private final FilterType<?> type;
    private final List<Object> operands;

    private ColumnCondition(
            SourceColumn column,
            FilterOperator operator,
            FilterType<?> type,
            List<Object> operands) {
        this.column = column;
        this.operator = operator;
        this.type = type;
        this.operands = operands;
    }

    static ColumnCondition of(
            SourceTable table, SourceColumn column, SelectionRule.Condition condition)
            throws UnmappableTableException {
        FilterType<?> type =
                FilterType.of(column)
                        .orElseThrow(
                                () ->
                                        new UnmappableTableException(
                                                "Table %s.%s: a filter cannot be about column %s of type %s"
                                                        .formatted(
                                                                table.schema(),
                                                                table.name(),
                                                                column.name(),
                                                                column.sourceType())));
        List<Object> operands = new ArrayList<>();
        for (String operand : condition.operands()) {
            try {
                operands.add(type.literal(operand));
            } catch (RuntimeException e) {
                throw new UnmappableTableException(
                        "Table %s.%s: a filter compares column %s of type %s with '%s', which is no %s"
                                .formatted(
                                        table.schema(),
                                        table.name(),
                                        column.name(),
                                        column.sourceType(),
                                        operand,
                                        type.noun()));
            }
        }
        return new ColumnCondition(column, condition.operator(), type, operands);
    }

    String sql() {
        String name = type.sqlOperand(quoted(column.name()));
        return switch (operator.operands()) {
            case 0 -> "%s %s".formatted(name, operator.sql());
            case 1 -> "%s %s %s".formatted(name, operator.sql(), sqlLiteral(0));
            default ->
                    "%s %s %s AND %s".formatted(name, operator.sql(), sqlLiteral(0), sqlLiteral(1));
        };
    }

    private String sqlLiteral(int operand) {
        return type.sqlLiteralOf(operands.get(operand));
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Whether it holds for a value as PostgreSQL prints it. */
    boolean holds(String value) {
        if (value == null) {
            return operator == FilterOperator.NULL;
        }
        return switch (operator) {
            case NULL -> false;
            case NOT_NULL -> true;
            case EQUAL -> compare(value, 0) == 0;
            case NOT_EQUAL -> compare(value, 0) != 0;
            case AT_LEAST -> compare(value, 0) >= 0;
            case AT_MOST -> compare(value, 0) <= 0;
            case BETWEEN -> compare(value, 0) >= 0 && compare(value, 1) <= 0;
            case NOT_BETWEEN -> compare(value, 0) < 0 || compare(value, 1) > 0;
        };
    }

    private int compare(String value, int operand) {
        return type.compareTo(value, operands.get(operand));
    }
}

package com.travelbuddy.local.dms.mapping;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes SQLite's SQL of an expression: a parameter for each column it names. */
final class ExpressionText {

    private final SourceTable table;
    private final List<String> names;

    /** Indexes of the columns used, in the order of the parameters from 1 on. */
    private final List<Integer> used = new ArrayList<>();

    ExpressionText(SourceTable table) {
        this.table = table;
        this.names =
                table.columns().stream()
                        .map(SourceColumn::name)
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .toList();
    }

    /** Columns that all expressions together use; the parameter ?1 is the first. */
    List<Integer> used() {
        return List.copyOf(used);
    }

    /**
     * The SQL of one.
     *
     * @throws UnmappableTableException when it names what is not there
     */
    String sql(MappedColumn.Computed column) throws UnmappableTableException {
        String text = column.expression();
        if (text.indexOf('\0') >= 0) {
            throw wrong(column, "it holds a NUL");
        }
        StringBuilder sql = new StringBuilder(text.length() + 16);
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, i + 1);
                if (end < 0) {
                    throw wrong(column, "a quote is not closed");
                }
                sql.append(text, i, end + 1);
                i = end + 1;
            } else if (c == '$') {
                i = variable(column, text, i + 1, sql);
            } else if (isPart(c)) {
                int end = identifierEnd(text, i);
                refuseFunction(column, text.substring(i, end));
                sql.append(text, i, end);
                i = end;
            } else if (c == '?' || c == '@' || c == ':') {
                throw wrong(column, "%s cannot be used in it".formatted(c));
            } else {
                sql.append(c);
                i++;
            }
        }
        return sql.toString();
    }

    private static void refuseFunction(MappedColumn.Computed column, String identifier)
            throws UnmappableTableException {
        if (identifier.toLowerCase(Locale.ROOT).equals("operation_indicator")) {
            throw wrong(column, "operation_indicator is not supported");
        }
    }

    private int variable(MappedColumn.Computed column, String text, int start, StringBuilder sql)
            throws UnmappableTableException {
        String identifier = text.substring(start, identifierEnd(text, start));
        String constant = constants(column).get(identifier);
        if (constant != null) {
            sql.append('\'').append(constant.replace("'", "''")).append('\'');
            return start + identifier.length();
        }
        for (String name : names) {
            int end = start + name.length();
            if (text.startsWith(name, start) && ends(text, end)) {
                sql.append('?').append(parameter(name));
                return end;
            }
        }
        if (identifier.startsWith("AR_H_")) {
            throw wrong(column, "the header $%s is not supported".formatted(identifier));
        }
        throw wrong(
                column, "it names $%s, and the source has no such column".formatted(identifier));
    }

    private Map<String, String> constants(MappedColumn.Computed column) {
        return Map.of(
                "AR_M_SOURCE_SCHEMA", table.schema(),
                "AR_M_SOURCE_TABLE_NAME", table.name(),
                "AR_M_SOURCE_COLUMN_NAME", column.name(),
                "AR_M_SOURCE_COLUMN_DATATYPE",
                        column.type().kind().name().toLowerCase(Locale.ROOT));
    }

    private int parameter(String name) {
        int index = 0;
        while (!table.columns().get(index).name().equals(name)) {
            index++;
        }
        if (!used.contains(index)) {
            used.add(index);
        }
        return used.indexOf(index) + 1;
    }

    private static boolean ends(String text, int position) {
        return position >= text.length()
                || !isPart(text.charAt(position))
                || !isPart(text.charAt(position - 1));
    }

    private static int identifierEnd(String text, int start) {
        int end = start;
        while (end < text.length() && isPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isPart(char c) {
        return c == '_' || Character.isLetterOrDigit(c) || c >= 128;
    }

    static UnmappableTableException wrong(MappedColumn.Computed column, String why) {
        return new UnmappableTableException(
                "The expression of column %s is wrong: %s".formatted(column.name(), why));
    }
}

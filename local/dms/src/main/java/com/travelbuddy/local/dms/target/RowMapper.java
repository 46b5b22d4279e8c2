package com.travelbuddy.local.dms.target;

import com.travelbuddy.local.dms.mapping.ExpressionException;
import com.travelbuddy.local.dms.mapping.Expressions;
import com.travelbuddy.local.dms.mapping.MappedColumn;
import com.travelbuddy.local.dms.mapping.MappedColumn.Carried;
import com.travelbuddy.local.dms.mapping.MappedColumn.Computed;
import com.travelbuddy.local.dms.mapping.MappedTable;
import com.travelbuddy.local.dms.mapping.UnmappableTableException;
import com.travelbuddy.local.dms.source.StreamEvent;

import static com.travelbuddy.local.dms.source.StreamEvent.Change.UNCHANGED;

import java.util.Arrays;
import java.util.List;

/**
 * Makes target rows of the source rows of one table. Not safe for use by several threads: each has
 * its own.
 */
public final class RowMapper implements AutoCloseable {

    private final List<MappedColumn> columns;
    private final List<Carried> keyColumns;
    private final Expressions expressions;
    private final int lobLimit;
    private long cutValues;

    /**
     * Prepares the table's expressions.
     *
     * @param lobLimit of large values in bytes; 0: none
     */
    public RowMapper(MappedTable table, int fractionDigits, int lobLimit)
            throws UnmappableTableException {
        this.columns = table.columns();
        this.keyColumns =
                table.primaryKey().stream()
                        .flatMap(
                                name ->
                                        columns.stream()
                                                .filter(column -> column.name().equals(name))
                                                .map(Carried.class::cast))
                        .toList();
        this.expressions = new Expressions(table, fractionDigits);
        this.lobLimit = lobLimit;
    }

    /** A row that cannot be made; the message names the column and says why. */
    public static final class UnfitRowException extends Exception {
        private static final long serialVersionUID = 1;

        UnfitRowException(String message) {
            super(message);
        }
    }

    /**
     * The row's values by the table's columns, as text, of binary ones hexadecimal digits.
     *
     * @param source a row; {@link StreamEvent.Change#UNCHANGED} stays, and a value computed from it is
     *     {@link StreamEvent.Change#UNCHANGED} too
     */
    public String[] map(String[] source) throws UnfitRowException {
        var row = new String[columns.size()];
        String[] computed;
        try {
            computed = expressions.evaluate(known(source));
        } catch (ExpressionException e) {
            throw new UnfitRowException(e.getMessage());
        }
        int next = 0;
        for (int i = 0; i < row.length; i++) {
            String value =
                    switch (columns.get(i)) {
                        case Carried carried -> source[carried.source()];
                        case Computed added -> {
                            boolean known = isKnown(next, source);
                            String result = computed[next++];
                            yield known ? result : UNCHANGED;
                        }
                    };
            row[i] = value == UNCHANGED ? value : fitted(columns.get(i), value);
        }
        return row;
    }

    /**
     * The values of the key's columns, in the key's order.
     *
     * @param source a row that has these columns at least
     */
    public String[] key(String[] source) throws UnfitRowException {
        var key = new String[keyColumns.size()];
        for (int i = 0; i < key.length; i++) {
            Carried column = keyColumns.get(i);
            key[i] = fitted(column, source[column.source()]);
        }
        return key;
    }

    /** How many large values were cut to the limit so far. */
    public long cutValues() {
        return cutValues;
    }

    /** Whether the source has sent all that an expression reads. */
    private boolean isKnown(int computed, String[] source) {
        for (int i = 0; i < source.length; i++) {
            if (source[i] == UNCHANGED && expressions.uses(computed, i)) {
                return false;
            }
        }
        return true;
    }

    private static String[] known(String[] source) {
        for (String value : source) {
            if (value == UNCHANGED) {
                return Arrays.stream(source)
                        .map(each -> each == UNCHANGED ? null : each)
                        .toArray(String[]::new);
            }
        }
        return source;
    }

    private String fitted(MappedColumn column, String value) throws UnfitRowException {
        if (TargetValue.isCut(column.type(), value, lobLimit)) {
            cutValues++;
        }
        try {
            return TargetValue.of(column.type(), value, lobLimit);
        } catch (TargetValue.UnfitException e) {
            throw new UnfitRowException("column %s: %s".formatted(column.name(), e.getMessage()));
        }
    }

    @Override
    public void close() {
        expressions.close();
    }
}

package com.travelbuddy.local.dms.mapping;

/** A column of the target table and where its value comes from. */
public sealed interface MappedColumn {

    /** The column's name at the target. */
    String name();

    DataType type();

    /**
     * The value of one source column.
     *
     * @param source index into the source table's columns
     */
    record Carried(String name, DataType type, int source) implements MappedColumn {}

    /**
     * The value of an expression.
     *
     * @param expression SQLite text in which {@code $name} stands for a source column
     */
    record Computed(String name, DataType type, String expression) implements MappedColumn {}
}

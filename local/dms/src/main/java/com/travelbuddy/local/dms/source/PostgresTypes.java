package com.travelbuddy.local.dms.source;

import com.travelbuddy.local.dms.mapping.DataType;
import com.travelbuddy.local.dms.mapping.DataType.Kind;

import java.util.Optional;

/**
 * PostgreSQL's types as DMS's own: the guide's page on PostgreSQL as a source, "Source data types".
 */
final class PostgresTypes {

    private static final int HEADER = 4;
    private static final int LARGEST_VARCHAR = 16_383;

    private PostgresTypes() {}

    /**
     * The type of a column's values; empty: they cannot be carried.
     *
     * @param name as pg_type has it
     * @param modifier as pg_attribute has it; -1: none
     */
    static Optional<DataType> of(String name, int modifier, boolean booleanAsBoolean) {
        int length = modifier - HEADER;
        return Optional.ofNullable(
                switch (name) {
                    case "int2" -> DataType.of(Kind.INT2);
                    case "int4" -> DataType.of(Kind.INT4);
                    case "int8" -> DataType.of(Kind.INT8);
                    case "float4" -> DataType.of(Kind.REAL4);
                    case "float8" -> DataType.of(Kind.REAL8);
                    case "numeric" -> numeric(modifier);
                    case "bool" ->
                            booleanAsBoolean
                                    ? DataType.of(Kind.BOOLEAN)
                                    : DataType.of(Kind.STRING, 5);
                    case "varchar", "bpchar" ->
                            modifier < 0 || length > LARGEST_VARCHAR
                                    ? DataType.of(Kind.NCLOB)
                                    : DataType.of(Kind.WSTRING, length);
                    case "text", "citext", "json", "jsonb", "xml", "hstore" ->
                            DataType.of(Kind.NCLOB);
                    case "name" -> DataType.of(Kind.WSTRING, 64);
                    case "date" -> DataType.of(Kind.DATE);
                    case "time" -> new DataType(Kind.TIME, 0, 0, modifier < 0 ? 6 : modifier);
                    case "timestamp", "timestamptz" ->
                            new DataType(Kind.DATETIME, 0, 0, modifier < 0 ? 6 : modifier);
                    case "uuid" -> DataType.of(Kind.STRING, 36);
                    case "inet", "cidr", "macaddr" -> DataType.of(Kind.STRING, 49);
                    case "bytea" -> DataType.of(Kind.BLOB);
                    default -> null;
                });
    }

    private static DataType numeric(int modifier) {
        if (modifier < 0) {
            return DataType.of(Kind.NUMERIC);
        }
        int packed = modifier - HEADER;
        return new DataType(Kind.NUMERIC, 0, (packed >> 16) & 0xffff, packed & 0x7ff);
    }
}

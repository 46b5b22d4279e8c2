package com.travelbuddy.local.dms.mapping;

/**
 * A data type of DMS's own, between those of the source and of the target.
 *
 * @param length in code points or bytes; 0 where the kind has none or it is unlimited
 * @param precision of NUMERIC; 0 where the kind has none
 * @param scale of NUMERIC, fraction digits of DATETIME and TIME
 */
public record DataType(Kind kind, int length, int precision, int scale) {

    /** The kinds, by the names of the guide's page on AWS DMS data types. */
    public enum Kind {
        BYTES,
        DATE,
        TIME,
        DATETIME,
        INT1,
        INT2,
        INT4,
        INT8,
        NUMERIC,
        REAL4,
        REAL8,
        STRING,
        UINT1,
        UINT2,
        UINT4,
        UINT8,
        WSTRING,
        BLOB,
        CLOB,
        NCLOB,
        BOOLEAN
    }

    /** A type that its kind says all about. */
    public static DataType of(Kind kind) {
        return new DataType(kind, 0, 0, 0);
    }

    /** A type of at most so many code points or bytes. */
    public static DataType of(Kind kind, int length) {
        return new DataType(kind, length, 0, 0);
    }
}

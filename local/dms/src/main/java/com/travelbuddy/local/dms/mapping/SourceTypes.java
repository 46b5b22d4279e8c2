package com.travelbuddy.local.dms.mapping;

/** What DMS's own types do not tell of a PostgreSQL column. */
final class SourceTypes {

    private SourceTypes() {}

    /** It is a string to DMS unless the endpoint says otherwise. */
    static boolean isBoolean(SourceColumn column) {
        return column.type().map(type -> type.kind() == DataType.Kind.BOOLEAN).orElse(false)
                || column.sourceType().equals("boolean")
                || column.sourceType().equals("bool");
    }

    /** CHAR(n). */
    static boolean isPadded(SourceColumn column) {
        String type = column.sourceType();
        return type.equals("character")
                || type.startsWith("character(")
                || type.startsWith("bpchar")
                || type.startsWith("char(");
    }
}

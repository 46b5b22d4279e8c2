package com.travelbuddy.local.dms.mapping;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;

/** Hands a source column's value to SQLite as the type that it has in an expression. */
@FunctionalInterface
interface ExpressionParameter {

    /** Never gets a null. */
    void bindValue(PreparedStatement statement, int parameter, String value) throws SQLException;

    default void bind(PreparedStatement statement, int parameter, String value)
            throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.NULL);
        } else {
            bindValue(statement, parameter, value);
        }
    }

    static ExpressionParameter of(SourceColumn column, int fractionDigits) {
        if (SourceTypes.isBoolean(column)) {
            return (statement, parameter, value) ->
                    statement.setString(parameter, value.startsWith("t") ? "true" : "false");
        }
        return column.type()
                .map(DataType::kind)
                .map(kind -> of(kind, fractionDigits))
                .orElse(PreparedStatement::setString);
    }

    private static ExpressionParameter of(DataType.Kind kind, int fractionDigits) {
        return switch (kind) {
            case INT1, INT2, INT4, INT8, UINT1, UINT2, UINT4 ->
                    (statement, parameter, value) ->
                            statement.setLong(parameter, Long.parseLong(value));
            case UINT8, NUMERIC -> ExpressionParameter::number;
            case REAL4, REAL8 -> ExpressionParameter::real;
            case DATETIME -> {
                TimestampText text = new TimestampText(fractionDigits);
                yield (statement, parameter, value) ->
                        statement.setString(parameter, text.of(value));
            }
            case DATE ->
                    (statement, parameter, value) -> statement.setString(parameter, date(value));
            case BYTES, BLOB -> ExpressionParameter::bytes;
            default -> PreparedStatement::setString;
        };
    }

    private static String date(String value) {
        return switch (value) {
            case "infinity" -> "9999-12-31";
            case "-infinity" -> "4713-01-01";
            default -> value.endsWith(" BC") ? value.substring(0, value.length() - 3) : value;
        };
    }

    private static void number(PreparedStatement statement, int parameter, String value)
            throws SQLException {
        if (value.endsWith("NaN") || value.endsWith("Infinity")) {
            real(statement, parameter, value);
            return;
        }
        BigDecimal number = new BigDecimal(value);
        // A long holds every integer of 18 digits.
        if (number.precision() - number.scale() <= 18 && isWhole(number)) {
            statement.setLong(parameter, number.longValue());
        } else {
            statement.setDouble(parameter, number.doubleValue());
        }
    }

    private static boolean isWhole(BigDecimal number) {
        return number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
    }

    private static void real(PreparedStatement statement, int parameter, String value)
            throws SQLException {
        if (value.equals("NaN")) {
            // SQLite has none: as a number it would be NULL.
            statement.setString(parameter, value);
        } else {
            statement.setDouble(parameter, Double.parseDouble(value));
        }
    }

    private static void bytes(PreparedStatement statement, int parameter, String value)
            throws SQLException {
        if (value.startsWith("\\x")) {
            statement.setBytes(parameter, HexFormat.of().parseHex(value, 2, value.length()));
        } else {
            statement.setString(parameter, value);
        }
    }
}

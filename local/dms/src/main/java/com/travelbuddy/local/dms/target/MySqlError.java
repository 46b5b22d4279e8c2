package com.travelbuddy.local.dms.target;

import com.mysql.cj.jdbc.exceptions.PacketTooBigException;

import java.sql.SQLException;

/** What an error of the target means to a task. Codes are those of MySQL's error reference. */
public enum MySqlError {
    /** A row of the key, or of another unique key, is there. */
    DUPLICATE_KEY,
    /** A value is longer or larger than its column takes. */
    TRUNCATION,
    /** A value that its column cannot hold. */
    DATA,
    /** The table is not as it must be, or may not be written. */
    TABLE,
    /** Goes away by itself: try again later. */
    RECOVERABLE;

    public static MySqlError of(SQLException e) {
        if (e instanceof PacketTooBigException) {
            return TRUNCATION;
        }
        return switch (e.getErrorCode()) {
            case 1062, 1586, 1859 -> DUPLICATE_KEY;
            // Out of range, truncated, too long, larger than a packet.
            case 1264, 1265, 1406, 1690, 1153 -> TRUNCATION;
            // Access denied, no such table or column, no default, read-only view, no LOCAL.
            case 1044, 1054, 1136, 1142, 1143, 1146, 1148, 1049, 1288, 1364, 1471, 3948 -> TABLE;
            // Column cannot be NULL, wrong values, no such parent row, checks, JSON, generated columns.
            case 1048, 1292, 1366, 1367, 1216, 1217, 1451, 1452, 1411, 1416, 1644, 3140, 3819,
                            4025, 1906, 3105, 22007, 3988, 1300 ->
                    DATA;
            default -> {
                String state = e.getSQLState() == null ? "" : e.getSQLState();
                yield state.startsWith("22") || state.startsWith("23") ? DATA : RECOVERABLE;
            }
        };
    }
}

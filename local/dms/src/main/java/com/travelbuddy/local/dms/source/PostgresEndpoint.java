package com.travelbuddy.local.dms.source;

import java.sql.SQLException;

/**
 * Where a source database is and how it is used.
 *
 * @param sslMode none, require, verify-ca or verify-full, as the API has it
 * @param slot of the endpoint's SlotName; empty: the task makes its own
 * @param booleanAsBoolean MapBooleanAsBoolean; otherwise a boolean is the text true or false
 */
public record PostgresEndpoint(
        String host,
        int port,
        String database,
        String username,
        String password,
        String sslMode,
        String slot,
        boolean booleanAsBoolean) {

    /**
     * Connects once.
     *
     * @throws SQLException when that fails; the message holds no password
     */
    public void test() throws SQLException {
        throw new UnsupportedOperationException();
    }

    @Override
    public String toString() {
        return "%s@%s:%d/%s".formatted(username, host, port, database);
    }
}

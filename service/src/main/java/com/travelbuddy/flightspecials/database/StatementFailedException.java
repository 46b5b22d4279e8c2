package com.travelbuddy.flightspecials.database;

import java.sql.SQLException;

/** A statement failed on a database that is well: a fault of this program or of the schema. */
public final class StatementFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    StatementFailedException(SQLException cause) {
        super("SQLState " + cause.getSQLState(), cause);
    }
}

package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.support.Flights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** An account of its own at each side, with no rights but those that a test gives. */
final class Accounts implements AutoCloseable {

    private final Flights flights;
    private final String source;
    private final String target;

    Accounts(Flights flights) {
        this.flights = flights;
        this.source = flights.name() + "_reader";
        this.target = "u_" + flights.name();
        try {
            String password = Files.writeString(flights.folder().resolve("own"), "own").toString();
            flights.atSource("CREATE ROLE %s LOGIN PASSWORD 'own'".formatted(source));
            flights.atTarget("CREATE USER %s IDENTIFIED BY 'own'".formatted(target()));
            flights.set("source.username", source).set("source.password-file", password);
            flights.set("target.username", target).set("target.password-file", password);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String source() {
        return source;
    }

    String target() {
        return "'%s'@'%%'".formatted(target);
    }

    Accounts grantAtSource(String... rights) {
        for (String right : rights) {
            flights.atSource("GRANT %s TO %s".formatted(right, source));
        }
        return this;
    }

    Accounts grantAtTarget(String... rights) {
        for (String right : rights) {
            flights.atTarget("GRANT %s TO %s".formatted(right, target()));
        }
        return this;
    }

    /** Just what a sync needs. */
    Accounts grantAll() {
        flights.atSource("ALTER ROLE %s REPLICATION".formatted(source));
        grantAtSource(
                "USAGE ON SCHEMA travelbuddy",
                "SELECT ON travelbuddy.flightspecial",
                "pg_read_all_stats");
        return grantAtTarget(
                "SELECT, INSERT, UPDATE, DELETE ON flightspecial",
                "ALL ON `%s`.*".formatted(flights.controlSchema().replace("_", "\\_")));
    }

    @Override
    public void close() {
        flights.atSource(
                "DROP OWNED BY %s CASCADE".formatted(source), "DROP ROLE %s".formatted(source));
        flights.atTarget("DROP USER %s".formatted(target()));
    }
}

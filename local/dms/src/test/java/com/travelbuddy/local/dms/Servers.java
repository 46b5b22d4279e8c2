package com.travelbuddy.local.dms;

import com.travelbuddy.local.servers.LocalMariaDb;
import com.travelbuddy.local.servers.LocalPostgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The two databases that all tests of this module share, started when first asked for. A test that
 * stops one starts its own instead.
 */
final class Servers {

    /** The account that DMS Local gets at a target. */
    static final String TARGET_USERNAME = "dms";

    static final String TARGET_PASSWORD = "secret";

    private Servers() {}

    static LocalPostgres postgres() {
        return PostgresHolder.POSTGRES;
    }

    static LocalMariaDb mariaDb() {
        return MariaDbHolder.MARIADB;
    }

    /** Makes the account; done again it changes nothing. */
    static LocalMariaDb withAccount(LocalMariaDb server) {
        try (Connection connection = server.connect("");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "GRANT ALL ON *.* TO `%s`@`%%` IDENTIFIED BY '%s'"
                            .formatted(TARGET_USERNAME, TARGET_PASSWORD));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return server;
    }

    private static final class PostgresHolder {
        static final LocalPostgres POSTGRES =
                closedAtExit(LocalPostgres.start(LocalPostgres.Options.temporary()));
    }

    private static final class MariaDbHolder {
        static final LocalMariaDb MARIADB =
                withAccount(closedAtExit(LocalMariaDb.start(LocalMariaDb.Options.temporary())));
    }

    private static <S extends AutoCloseable> S closedAtExit(S server) {
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    try {
                                        server.close();
                                    } catch (Exception e) {
                                        throw new IllegalStateException(e);
                                    }
                                }));
        return server;
    }
}

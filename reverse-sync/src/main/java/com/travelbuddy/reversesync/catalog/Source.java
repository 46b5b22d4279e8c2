package com.travelbuddy.reversesync.catalog;

import com.travelbuddy.reversesync.aws.AwsClients;
import com.travelbuddy.reversesync.settings.DatabaseSettings;
import com.travelbuddy.reversesync.settings.TableName;

import org.postgresql.Driver;
import org.postgresql.PGProperty;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** The service's PostgreSQL. */
public final class Source {

    /** The usual one. */
    public static final int PORT = 5432;

    /** For a statement over a large table; a host that is gone is noticed no sooner. */
    private static final Duration ANSWER = Duration.ofMinutes(15);

    private final DatabaseSettings settings;
    private final AwsClients aws;

    public Source(DatabaseSettings settings, AwsClients aws) {
        this.settings = settings;
        this.aws = aws;
    }

    /**
     * A new session in UTC, for the caller to close.
     *
     * @throws UnreachableException when the server does not let it in
     */
    public Connection connect() {
        Credentials credentials = credentials();
        Properties properties = new Properties();
        PGProperty.USER.set(properties, credentials.username());
        PGProperty.PASSWORD.set(properties, credentials.password().value());
        PGProperty.APPLICATION_NAME.set(properties, "reverse-sync");
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.SOCKET_TIMEOUT.set(properties, Math.toIntExact(ANSWER.toSeconds()));
        PGProperty.CONNECT_TIMEOUT.set(
                properties, Math.toIntExact(Math.max(1, settings.connectTimeout().toSeconds())));
        PGProperty.SSL_MODE.set(
                properties,
                switch (settings.tls()) {
                    case NONE -> "disable";
                    case REQUIRE -> "require";
                    case VERIFY_CA -> "verify-ca";
                    case VERIFY_FULL -> "verify-full";
                });
        settings.certificates()
                .ifPresent(file -> PGProperty.SSL_ROOT_CERT.set(properties, file.toString()));
        String url =
                "jdbc:postgresql://%s:%d/%s"
                        .formatted(
                                settings.host().or(credentials::host).orElse("localhost"),
                                settings.port().or(credentials::port).orElse(PORT),
                                settings.database());
        try {
            Connection connection = new Driver().connect(url, properties);
            Sql.execute(connection, "SET TIME ZONE 'UTC'; SET lock_timeout = '60s'");
            return connection;
        } catch (SQLException e) {
            throw new UnreachableException(Side.SOURCE, "cannot be reached", e);
        }
    }

    /** What this program logs in with; asks Secrets Manager where that has it. */
    public Credentials credentials() {
        return Credentials.of(settings.login(), aws);
    }

    /** The table of exactly this name, if there is one that this account may see. */
    public static Optional<Table> table(Connection connection, TableName name) throws SQLException {
        List<Column> columns = new ArrayList<>();
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                        SELECT column_name, data_type,
                               format_type(a.atttypid, a.atttypmod) AS declared,
                               character_maximum_length,
                               coalesce(numeric_precision, datetime_precision), numeric_scale,
                               is_nullable = 'YES',
                               column_default IS NOT NULL OR is_identity = 'YES'
                                   OR is_generated <> 'NEVER'
                          FROM information_schema.columns
                          JOIN pg_attribute a
                            ON a.attrelid = format('%I.%I', table_schema, table_name)::regclass
                           AND a.attname = column_name
                         WHERE table_schema = ? AND table_name = ?
                         ORDER BY ordinal_position
                        """,
                                name.schema(),
                                name.table());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                columns.add(
                        new Column(
                                row.getString(1),
                                row.getString(2).toLowerCase(Locale.ROOT),
                                row.getString(3),
                                Sql.optionalLong(row, 4),
                                Sql.optionalLong(row, 5).map(Math::toIntExact),
                                Sql.optionalLong(row, 6).map(Math::toIntExact),
                                row.getBoolean(7),
                                row.getBoolean(8),
                                Optional.empty()));
            }
        }
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(name, columns, key(connection, name)));
    }

    private static List<String> key(Connection connection, TableName name) throws SQLException {
        return Sql.texts(
                connection,
                """
                SELECT a.attname
                  FROM pg_index i
                  CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (number, position)
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
                 WHERE i.indrelid = format('%I.%I', ?::text, ?::text)::regclass AND i.indisprimary
                 ORDER BY k.position
                """,
                name.schema(),
                name.table());
    }
}

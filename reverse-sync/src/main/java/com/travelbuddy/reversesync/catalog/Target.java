package com.travelbuddy.reversesync.catalog;

import com.mysql.cj.conf.PropertyKey;
import com.mysql.cj.jdbc.Driver;
import com.travelbuddy.reversesync.aws.AwsClients;
import com.travelbuddy.reversesync.settings.DatabaseSettings;
import com.travelbuddy.reversesync.settings.TableName;
import com.travelbuddy.reversesync.settings.TlsMode;

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

/** The monolith's MySQL. */
public final class Target {

    /** The usual one. */
    public static final int PORT = 3306;

    /** For a statement over a large table; a host that is gone is noticed no sooner. */
    private static final Duration ANSWER = Duration.ofMinutes(15);

    private final DatabaseSettings settings;
    private final AwsClients aws;
    private final Optional<TrustStore> trusted;

    public Target(DatabaseSettings settings, AwsClients aws) {
        this.settings = settings;
        this.aws = aws;
        this.trusted = settings.certificates().map(TrustStore::of);
    }

    /**
     * A new session in UTC and strict mode, for the caller to close. Its updates count the rows
     * that were found, changed or not.
     *
     * @throws UnreachableException when the server does not let it in
     */
    public Connection connect() {
        Credentials credentials = credentials();
        Properties properties = new Properties();
        properties.setProperty(PropertyKey.USER.getKeyName(), credentials.username());
        properties.setProperty(PropertyKey.PASSWORD.getKeyName(), credentials.password().value());
        properties.setProperty(
                PropertyKey.connectTimeout.getKeyName(),
                Long.toString(settings.connectTimeout().toMillis()));
        properties.setProperty(
                PropertyKey.socketTimeout.getKeyName(), Long.toString(ANSWER.toMillis()));
        properties.setProperty(PropertyKey.tcpKeepAlive.getKeyName(), "true");
        properties.setProperty(PropertyKey.characterEncoding.getKeyName(), "UTF-8");
        properties.setProperty(PropertyKey.connectionTimeZone.getKeyName(), "+00:00");
        properties.setProperty(
                PropertyKey.sslMode.getKeyName(),
                switch (settings.tls()) {
                    case NONE -> "DISABLED";
                    case REQUIRE -> "REQUIRED";
                    case VERIFY_CA -> "VERIFY_CA";
                    case VERIFY_FULL -> "VERIFY_IDENTITY";
                });
        // Without TLS, MySQL 8's passwords need the server's key.
        properties.setProperty(
                PropertyKey.allowPublicKeyRetrieval.getKeyName(),
                Boolean.toString(settings.tls() == TlsMode.NONE));
        trusted.ifPresent(
                store -> {
                    properties.setProperty(
                            PropertyKey.trustCertificateKeyStoreUrl.getKeyName(),
                            store.file().toUri().toString());
                    properties.setProperty(
                            PropertyKey.trustCertificateKeyStoreType.getKeyName(), "PKCS12");
                    properties.setProperty(
                            PropertyKey.trustCertificateKeyStorePassword.getKeyName(),
                            TrustStore.PASSWORD);
                });
        String url =
                "jdbc:mysql://%s:%d/%s"
                        .formatted(
                                settings.host().or(credentials::host).orElse("localhost"),
                                settings.port().or(credentials::port).orElse(PORT),
                                settings.database());
        try {
            Connection connection = new Driver().connect(url, properties);
            Sql.execute(
                    connection,
                    // A row of key 0 is a row like others. A lock ends a wait, not a job.
                    "SET SESSION sql_mode ="
                            + " 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO',"
                            + " SESSION time_zone = '+00:00', SESSION lock_wait_timeout = 60");
            return connection;
        } catch (SQLException e) {
            throw new UnreachableException(Side.TARGET, "cannot be reached", e);
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
                        SELECT COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, CHARACTER_MAXIMUM_LENGTH,
                               COALESCE(NUMERIC_PRECISION, DATETIME_PRECISION), NUMERIC_SCALE,
                               IS_NULLABLE = 'YES',
                               COLUMN_DEFAULT IS NOT NULL OR EXTRA <> '' OR IS_NULLABLE = 'YES',
                               CHARACTER_SET_NAME
                          FROM information_schema.COLUMNS
                         WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ?
                         ORDER BY ORDINAL_POSITION
                        """,
                                name.schema(),
                                name.table());
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String declared = row.getString(3).toLowerCase(Locale.ROOT);
                String type = row.getString(2).toLowerCase(Locale.ROOT);
                columns.add(
                        new Column(
                                row.getString(1),
                                declared.contains("unsigned") ? type + " unsigned" : type,
                                declared,
                                Sql.optionalLong(row, 4),
                                Sql.optionalLong(row, 5).map(Math::toIntExact),
                                Sql.optionalLong(row, 6).map(Math::toIntExact),
                                row.getBoolean(7),
                                row.getBoolean(8),
                                Optional.ofNullable(row.getString(9))));
            }
        }
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new Table(name, columns, key(connection, name)));
    }

    /** Whether a table has any row. */
    public static boolean hasRows(Connection connection, TableName name) throws SQLException {
        return Sql.text(
                        connection,
                        "SELECT 1 FROM %s.%s LIMIT 1"
                                .formatted(
                                        Sql.mySqlName(name.schema()), Sql.mySqlName(name.table())))
                .isPresent();
    }

    private static List<String> key(Connection connection, TableName name) throws SQLException {
        return Sql.texts(
                connection,
                """
                SELECT COLUMN_NAME FROM information_schema.STATISTICS
                 WHERE TABLE_SCHEMA = ? AND TABLE_NAME = ? AND INDEX_NAME = 'PRIMARY'
                 ORDER BY SEQ_IN_INDEX
                """,
                name.schema(),
                name.table());
    }
}

package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Sql;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TlsMode;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * MySQL as a server.
 *
 * @param fullLoad whether a full load may be made
 */
record TargetServer(Connection connection, Settings settings, boolean fullLoad, Notes notes) {

    private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.(\\d+).*");

    void check() {
        notes.check(
                "The server's settings",
                "any account may see them: look at the server's log",
                () -> judge(readSettings()));
    }

    private Map<String, String> readSettings() throws SQLException {
        Map<String, String> values = new HashMap<>();
        try (PreparedStatement statement =
                        Sql.prepare(
                                connection,
                                """
                                SHOW GLOBAL VARIABLES
                                 WHERE Variable_name IN ('version', 'local_infile', 'sql_mode',
                                    'read_only', 'super_read_only', 'lower_case_table_names',
                                    'require_secure_transport')
                                """);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                values.put(
                        row.getString(1).toLowerCase(Locale.ROOT),
                        Optional.ofNullable(row.getString(2)).orElse(""));
            }
        }
        return values;
    }

    void judge(Map<String, String> values) {
        version(values.getOrDefault("version", ""), notes);
        if (fullLoad && !isOn(values, "local_infile")) {
            notes.error(
                    "local-infile",
                    "DMS cannot make a full load into this server",
                    "local_infile is OFF",
                    "SET GLOBAL local_infile = ON, or set dms.migration-type to cdc and let verify"
                            + " --repair fill the table");
        }
        String mode = values.getOrDefault("sql_mode", "");
        if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
            notes.warning(
                    "sql-mode",
                    "The server cuts values that do not fit instead of refusing them",
                    "sql_mode is '%s'".formatted(mode),
                    "add STRICT_TRANS_TABLES to sql_mode, if the monolith can bear it");
        }
        if (isOn(values, "read_only") || isOn(values, "super_read_only")) {
            notes.error(
                    "read-only",
                    "The server takes no writes",
                    "read_only is ON",
                    "set target.host to the primary (Aurora: the writer's endpoint)");
        }
        List<String> upper =
                settings.tables().stream()
                        .map(table -> table.target().toString())
                        .filter(name -> !name.equals(name.toLowerCase(Locale.ROOT)))
                        .toList();
        if (values.getOrDefault("lower_case_table_names", "0").equals("1") && !upper.isEmpty()) {
            notes.warning(
                    "table-name-case",
                    "The server keeps names in lower case, the declaration does not",
                    String.join(", ", upper),
                    "declare them in lower case");
        }
        if (isOn(values, "require_secure_transport")
                && settings.dms().targetEndpoint().tls() == TlsMode.NONE) {
            notes.error(
                    "secure-transport",
                    "The server refuses connections without TLS, as DMS would make",
                    "require_secure_transport is ON, dms.target-endpoint.tls is none",
                    "set dms.target-endpoint.tls to verify-ca or verify-full, with its certificate-arn");
        }
    }

    static void version(String version, Notes notes) {
        Matcher numbers = VERSION.matcher(version);
        if (!numbers.matches()) {
            notes.warning(
                    "target-version",
                    "The server's version is not understood",
                    "version is '%s'".formatted(version),
                    "look whether AWS's guide names it");
            return;
        }
        int number =
                Integer.parseInt(numbers.group(1)) * 10_000
                        + Integer.parseInt(numbers.group(2)) * 100
                        + Integer.parseInt(numbers.group(3));
        boolean mariaDb = version.toLowerCase(Locale.ROOT).contains("mariadb");
        if (number < (mariaDb ? 100_024 : 50_500)) {
            notes.error(
                    "target-version",
                    "The server is too old for DMS",
                    "version is " + version,
                    "upgrade it, MySQL to 5.5 or later, MariaDB to 10.0.24 or later");
        } else if (number / 100 > (mariaDb ? 1104 : 804)) {
            notes.warning(
                    "target-version",
                    "The server is newer than those that DMS is known to write",
                    "version is " + version,
                    "look whether AWS's guide names it by now, and try it on a copy first");
        }
    }

    private static boolean isOn(Map<String, String> values, String name) {
        String value = values.getOrDefault(name, "OFF");
        return value.equals("ON") || value.equals("1");
    }
}

package com.travelbuddy.reversesync.settings;

import io.helidon.common.media.type.MediaTypes;
import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * All settings.
 *
 * @param slot name of the replication slot that changes are read from
 */
public record Settings(
        DatabaseSettings source,
        String slot,
        DatabaseSettings target,
        List<TableDeclaration> tables,
        Formula formula,
        DmsSettings dms,
        VerifySettings verify,
        StatusSettings status,
        ServeSettings serve) {

    private static final Pattern BARE_NULL =
            Pattern.compile("(^[ \\t-]*|[{,][ \\t]*)null([ \\t]*:)", Pattern.MULTILINE);

    public Settings {
        tables = List.copyOf(tables);
    }

    /**
     * Reads a file. A variable goes before the key that it is named after: {@code
     * REVERSE_SYNC_SOURCE_HOST} before {@code source.host}.
     *
     * @param environment the environment variables
     * @throws InvalidSettingsException lists every wrong, missing or unknown key
     */
    public static Settings load(Path file, Map<String, String> environment) {
        if (!Files.isReadable(file)) {
            throw new InvalidSettingsException(
                    List.of(
                            "%s cannot be read; --config or REVERSE_SYNC_CONFIG names the file"
                                    .formatted(file)));
        }
        Config config;
        try {
            config =
                    Config.builder()
                            .sources(
                                    ConfigSources.create(text(file), MediaTypes.APPLICATION_X_YAML))
                            .disableEnvironmentVariablesSource()
                            .disableSystemPropertiesSource()
                            .disableValueResolving()
                            .build();
        } catch (ConfigException e) {
            throw new InvalidSettingsException(
                    List.of("%s cannot be parsed: %s".formatted(file, e.getMessage())));
        }
        return read(config, environment);
    }

    /** YAML takes a bare {@code null} for no key at all, where the declaration means the word. */
    private static String text(Path file) {
        try {
            return BARE_NULL.matcher(Files.readString(file)).replaceAll("$1'null'$2");
        } catch (IOException e) {
            throw new InvalidSettingsException(
                    List.of("%s cannot be read: %s".formatted(file, e.getMessage())));
        }
    }

    private static Settings read(Config config, Map<String, String> environment) {
        List<String> problems = new ArrayList<>();
        SettingsReader reader = new SettingsReader(config, environment, problems);
        SettingsReader sourceReader = reader.section("source");
        DatabaseSettings source = DatabaseSettings.read(sourceReader);
        DatabaseSettings target = DatabaseSettings.read(reader.section("target"));
        DmsSettings dms = DmsSettings.read(reader.section("dms"), source.tls(), target.tls());
        Settings settings =
                new Settings(
                        source,
                        sourceReader.matching(
                                "slot",
                                dms.task().replace('-', '_').toLowerCase(Locale.ROOT),
                                "[a-z0-9_]{1,63}",
                                "1 to 63 lower-case letters, digits and underscores"),
                        target,
                        Declarations.read(reader, target.database()),
                        reader.section("mapping")
                                .choice("formula", Formula.class, Formula.ARITHMETIC),
                        dms,
                        VerifySettings.read(reader.section("verify")),
                        StatusSettings.read(reader.section("status")),
                        ServeSettings.read(reader.section("serve")));
        problems.addAll(reader.unknownKeys());
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        return settings;
    }
}

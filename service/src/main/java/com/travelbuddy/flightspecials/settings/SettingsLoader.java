package com.travelbuddy.flightspecials.settings;

import io.helidon.config.Config;
import io.helidon.config.ConfigException;
import io.helidon.config.ConfigSources;
import io.helidon.config.spi.ConfigSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Gathers the configuration from its sources, the first that has a key wins: environment variables,
 * files of the secrets folder, AWS Systems Manager Parameter Store, the configuration file,
 * profiles, the defaults of {@code application.yaml}.
 */
public final class SettingsLoader {

    private SettingsLoader() {}

    /**
     * @param environment the environment variables
     * @return the validated settings
     * @throws InvalidSettingsException lists every wrong or missing value
     */
    public static Settings load(Map<String, String> environment) {
        Config config = config(environment);
        SettingsReader reader = new SettingsReader(config);
        Settings settings =
                new Settings(
                        reader.text(Setting.ENVIRONMENT),
                        HttpSettings.read(reader),
                        ManagementSettings.read(reader),
                        DatabaseSettings.read(reader),
                        HeaderSettings.read(reader),
                        KafkaSettings.read(reader),
                        RelaySettings.read(reader),
                        LogSettings.read(reader),
                        unknownKeys(config));
        reader.failOnProblems();
        return settings;
    }

    private static Config config(Map<String, String> environment) {
        ConfigSource variables = ConfigSources.create(known(environment)).build();
        ConfigSource defaults = ConfigSources.classpath("application.yaml").build();
        Config first = build(List.of(variables, defaults));
        SettingsReader reader = new SettingsReader(first);
        List<ConfigSource> sources = new ArrayList<>();
        sources.add(variables);
        reader.optional(Setting.SECRETS_FOLDER)
                .map(Path::of)
                .filter(Files::isDirectory)
                .ifPresent(folder -> sources.add(secrets(folder)));
        reader.optional(Setting.PARAMETER_STORE_PATH)
                .ifPresent(path -> sources.add(ParameterStore.source(path)));
        reader.optional(Setting.CONFIG_FILE)
                .map(Path::of)
                .ifPresent(file -> sources.add(configFile(file)));
        profiles(reader).forEach(profile -> sources.add(ConfigSources.classpath(profile).build()));
        sources.add(defaults);
        return build(sources);
    }

    private static Config build(List<ConfigSource> sources) {
        return Config.builder()
                .sources(
                        sources.stream()
                                .<Supplier<? extends ConfigSource>>map(source -> () -> source)
                                .toList())
                .disableEnvironmentVariablesSource()
                .disableSystemPropertiesSource()
                .disableValueResolving()
                .build();
    }

    private static List<String> profiles(SettingsReader reader) {
        List<String> resources = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (String profile : reader.list(Setting.PROFILES)) {
            if (exists(profile)) {
                resources.add(resource(profile));
            } else {
                problems.add("profiles (PROFILES) names '" + profile + "', which does not exist");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
        reader.optional(Setting.ENVIRONMENT)
                .filter(SettingsLoader::exists)
                .map(SettingsLoader::resource)
                .ifPresent(resources::add);
        return resources;
    }

    private static boolean exists(String profile) {
        return profile.matches("[a-z0-9-]+")
                && SettingsLoader.class.getResource("/" + resource(profile)) != null;
    }

    private static String resource(String profile) {
        return "profiles/" + profile + ".yaml";
    }

    private static ConfigSource configFile(Path file) {
        if (!Files.isReadable(file)) {
            throw new InvalidSettingsException(
                    List.of(
                            "config-file (CONFIG_FILE) names '"
                                    + file
                                    + "', which cannot be read"));
        }
        ConfigSource source = ConfigSources.file(file).build();
        try {
            build(List.of(source));
            return source;
        } catch (ConfigException e) {
            throw new InvalidSettingsException(
                    List.of(
                            "config-file (CONFIG_FILE) '"
                                    + file
                                    + "' cannot be parsed: "
                                    + e.getMessage()));
        }
    }

    /** The values of {@code application.yaml} alone, by key. */
    static Map<String, String> defaults() {
        return build(List.of(ConfigSources.classpath("application.yaml").build()))
                .asMap()
                .orElseThrow();
    }

    /** Each file of the folder is one value, named by its key or by its environment variable. */
    private static ConfigSource secrets(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            Map<String, String> values = new HashMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                values.put(file.getFileName().toString(), Files.readString(file).strip());
            }
            return ConfigSources.create(known(values)).build();
        } catch (IOException e) {
            throw new UncheckedIOException("The secrets folder cannot be read", e);
        }
    }

    /** Picks what a source holds of the known settings, named by variable or by key. */
    static Map<String, String> known(Map<String, String> source) {
        Map<String, String> values = new HashMap<>();
        for (Setting setting : Setting.values()) {
            Stream.concat(setting.variables().stream(), Stream.of(setting.key()))
                    .map(source::get)
                    .filter(value -> value != null && !value.isBlank())
                    .findFirst()
                    .ifPresent(value -> values.put(setting.key(), value));
        }
        source.forEach(
                (name, value) -> {
                    if (Setting.KAFKA_PROPERTIES.covers(name)) {
                        values.put(name, value);
                    }
                });
        return values;
    }

    private static List<String> unknownKeys(Config config) {
        return config.traverse()
                .filter(Config::isLeaf)
                .map(node -> node.key().toString())
                .filter(key -> Arrays.stream(Setting.values()).noneMatch(s -> s.covers(key)))
                .sorted()
                .toList();
    }
}

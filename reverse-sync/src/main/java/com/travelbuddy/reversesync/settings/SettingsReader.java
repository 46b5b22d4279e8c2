package com.travelbuddy.reversesync.settings;

import io.helidon.config.Config;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads the keys of one section. What is wrong is noted, and something that will do is returned, so
 * that all problems can be told at once.
 */
final class SettingsReader {

    private static final String VARIABLE = "REVERSE_SYNC_";
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h|d)");

    private final Config node;
    private final Map<String, String> environment;
    private final List<String> problems;
    private final Set<String> known;

    SettingsReader(Config node, Map<String, String> environment, List<String> problems) {
        this(node, environment, problems, new HashSet<>());
    }

    private SettingsReader(
            Config node,
            Map<String, String> environment,
            List<String> problems,
            Set<String> known) {
        this.node = node;
        this.environment = environment;
        this.problems = problems;
        this.known = known;
    }

    SettingsReader section(String name) {
        return new SettingsReader(
                node.get(Config.Key.escapeName(name)), environment, problems, known);
    }

    /** The sections of a list. */
    List<SettingsReader> elements(String name) {
        Config list = node.get(name);
        if (list.exists() && list.type() != Config.Type.LIST) {
            problem(name, "must be a list");
            known.add(path(name));
            return List.of();
        }
        return list.asNodeList().orElse(List.of()).stream()
                .map(element -> new SettingsReader(element, environment, problems, known))
                .toList();
    }

    /** The names of what is below. */
    List<String> names() {
        return node.asNodeList().orElse(List.of()).stream()
                .map(child -> Config.Key.unescapeName(child.key().name()))
                .toList();
    }

    Optional<String> optional(String name) {
        known.add(path(name));
        String variable = environment.get(variable(name));
        if (variable != null && !variable.isBlank()) {
            return Optional.of(variable.strip());
        }
        Config child = node.get(name);
        if (child.exists() && !child.isLeaf()) {
            problem(name, "must be a single value");
            return Optional.empty();
        }
        return child.asString().asOptional().map(String::strip).filter(text -> !text.isEmpty());
    }

    String text(String name) {
        return optional(name)
                .orElseGet(
                        () -> {
                            problem(name, "is missing");
                            return "";
                        });
    }

    String matching(String name, String standard, String regex, String rule) {
        String value = optional(name).orElse(standard);
        if (!value.matches(regex)) {
            problem(name, "must be %s, is '%s'".formatted(rule, value));
        }
        return value;
    }

    Optional<URI> optionalUri(String name) {
        return optional(name)
                .flatMap(
                        text -> {
                            if (text.matches("https?://[^\\s/?#]+/?")) {
                                return Optional.of(URI.create(text));
                            }
                            problem(
                                    name,
                                    "must be like https://host:port, is '%s'".formatted(text));
                            return Optional.empty();
                        });
    }

    Optional<Integer> optionalInteger(String name, int least, int most) {
        return optional(name).map(text -> (int) number(name, text, least, most));
    }

    int integer(String name, int standard, int least, int most) {
        return optionalInteger(name, least, most).orElse(standard);
    }

    long longInteger(String name, long standard, long least, long most) {
        return optional(name).map(text -> number(name, text, least, most)).orElse(standard);
    }

    boolean flag(String name, boolean standard) {
        return optional(name)
                .map(
                        text -> {
                            if (!text.equals("true") && !text.equals("false")) {
                                problem(name, "must be true or false, is '%s'".formatted(text));
                            }
                            return text.equals("true");
                        })
                .orElse(standard);
    }

    <E extends Enum<E>> E choice(String name, Class<E> type, E standard) {
        return optionalChoice(name, type).orElse(standard);
    }

    <E extends Enum<E>> Optional<E> optionalChoice(String name, Class<E> type) {
        return optional(name)
                .flatMap(
                        text -> {
                            Optional<E> chosen =
                                    Arrays.stream(type.getEnumConstants())
                                            .filter(constant -> word(constant).equals(text))
                                            .findFirst();
                            if (chosen.isEmpty()) {
                                problem(
                                        name,
                                        "must be one of %s, is '%s'"
                                                .formatted(
                                                        Arrays.stream(type.getEnumConstants())
                                                                .map(SettingsReader::word)
                                                                .collect(Collectors.joining(", ")),
                                                        text));
                            }
                            return chosen;
                        });
    }

    Duration duration(String name, Duration standard) {
        return optional(name)
                .map(
                        text -> {
                            Matcher parts = DURATION.matcher(text);
                            if (!parts.matches()) {
                                problem(
                                        name,
                                        "must be a number with ms, s, m, h or d, such as 30s, is '%s'"
                                                .formatted(text));
                                return standard;
                            }
                            long amount = Long.parseLong(parts.group(1));
                            return switch (parts.group(2)) {
                                case "ms" -> Duration.ofMillis(amount);
                                case "s" -> Duration.ofSeconds(amount);
                                case "m" -> Duration.ofMinutes(amount);
                                case "h" -> Duration.ofHours(amount);
                                default -> Duration.ofDays(amount);
                            };
                        })
                .orElse(standard);
    }

    /** A list, or a text with commas. */
    List<String> list(String name) {
        Config child = node.get(name);
        boolean overridden = environment.containsKey(variable(name));
        if (child.exists() && child.type() == Config.Type.LIST && !overridden) {
            known.add(path(name));
            return child.asNodeList().orElse(List.of()).stream()
                    .map(element -> element.asString().orElse("").strip())
                    .toList();
        }
        return optional(name)
                .map(
                        text ->
                                Arrays.stream(text.split(","))
                                        .map(String::strip)
                                        .filter(part -> !part.isEmpty())
                                        .toList())
                .orElse(List.of());
    }

    /** Names of one's own choice with their values. */
    Map<String, String> texts(String name) {
        known.add(path(name));
        Map<String, String> texts = new LinkedHashMap<>();
        SettingsReader section = section(name);
        for (String key : section.names()) {
            section.node
                    .get(Config.Key.escapeName(key))
                    .asString()
                    .ifPresentOrElse(
                            value -> texts.put(key, value),
                            () -> section.problem(key, "must be a single value"));
        }
        return texts;
    }

    /** By {@code secret}, or by {@code username} and a password. */
    Login login() {
        Optional<String> secret = optional("secret");
        Optional<Login.Password> password = optionalPassword();
        if (secret.isPresent() && password.isPresent()) {
            problem("secret", "does not go together with username");
        }
        if (secret.isEmpty() && password.isEmpty()) {
            problem("username", "is missing: give username and a password, or secret");
        }
        if (secret.isEmpty()) {
            text("host");
        }
        return secret.<Login>map(Login.SecretsManager::new)
                .or(() -> password)
                .orElse(new Login.SecretsManager(""));
    }

    /** {@code username} with a variable or a file for the password; empty without a username. */
    Optional<Login.Password> optionalPassword() {
        if (node.get("password").exists()) {
            known.add(path("password"));
            problem(
                    "password",
                    "does not belong in the file: use the variable %s, password-file or secret"
                            .formatted(variable("password")));
        }
        Optional<String> file = optional("password-file");
        Optional<String> username = optional("username");
        if (username.isEmpty()) {
            return Optional.empty();
        }
        String variable = environment.get(variable("password"));
        if (variable != null) {
            return Optional.of(new Login.Password(username.get(), new Secret(variable)));
        }
        if (file.isEmpty()) {
            problem(
                    "password-file",
                    "is missing, and so is the variable %s".formatted(variable("password")));
            return Optional.empty();
        }
        try {
            String content = Files.readString(Path.of(file.get()));
            // Files of secrets often end with a line break that nobody means.
            return Optional.of(
                    new Login.Password(
                            username.get(), new Secret(content.replaceFirst("\\R\\z", ""))));
        } catch (IOException _) {
            problem("password-file", "names '%s', which cannot be read".formatted(file.get()));
            return Optional.empty();
        }
    }

    void problem(String name, String what) {
        problems.add("%s %s".formatted(path(name), what));
    }

    /** A line for each key of the whole file that nobody has asked for. */
    List<String> unknownKeys() {
        return node.traverse()
                .filter(Config::isLeaf)
                .map(leaf -> leaf.key().toString())
                .filter(
                        key ->
                                known.stream()
                                        .noneMatch(
                                                known ->
                                                        key.equals(known)
                                                                || key.startsWith(known + ".")))
                .sorted()
                .map(key -> key + " is not a key")
                .toList();
    }

    private String path(String name) {
        String section = node.key().toString();
        return section.isEmpty() ? name : section + "." + name;
    }

    private String variable(String name) {
        return VARIABLE + path(name).toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    }

    private long number(String name, String text, long least, long most) {
        if (text.matches("-?\\d{1,30}")) {
            BigInteger number = new BigInteger(text);
            if (number.compareTo(BigInteger.valueOf(least)) >= 0
                    && number.compareTo(BigInteger.valueOf(most)) <= 0) {
                return number.longValue();
            }
        }
        problem(name, "must be an integer from %d to %d, is '%s'".formatted(least, most, text));
        return least;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

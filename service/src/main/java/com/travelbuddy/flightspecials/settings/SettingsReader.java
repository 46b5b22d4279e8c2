package com.travelbuddy.flightspecials.settings;

import io.helidon.config.Config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads and checks single settings. A wrong value is noted and replaced by a placeholder, so that
 * all problems are known by the time {@link #failOnProblems} is called.
 */
final class SettingsReader {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(ms|s|m|h)");

    private final Config config;
    private final List<String> problems = new ArrayList<>();

    SettingsReader(Config config) {
        this.config = config;
    }

    void failOnProblems() {
        if (!problems.isEmpty()) {
            throw new InvalidSettingsException(problems);
        }
    }

    Optional<String> optional(Setting setting) {
        return config.get(setting.key())
                .asString()
                .asOptional()
                .map(String::strip)
                .filter(s -> !s.isEmpty());
    }

    String text(Setting setting) {
        return optional(setting)
                .orElseGet(
                        () -> {
                            problems.add(name(setting) + " is missing");
                            return "";
                        });
    }

    String matching(Setting setting, String regex, String rule) {
        String value = text(setting);
        if (!value.isEmpty() && !value.matches(regex)) {
            wrong(setting, value, "must be " + rule);
        }
        return value;
    }

    String choice(Setting setting, String... choices) {
        String value = text(setting);
        if (!value.isEmpty() && !Arrays.asList(choices).contains(value)) {
            wrong(setting, value, "must be one of " + String.join(", ", choices));
        }
        return value;
    }

    <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
        E[] constants = type.getEnumConstants();
        String value =
                choice(
                        setting,
                        Arrays.stream(constants)
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .toArray(String[]::new));
        return Arrays.stream(constants)
                .filter(constant -> constant.name().equalsIgnoreCase(value))
                .findFirst()
                .orElse(constants[0]);
    }

    boolean flag(Setting setting) {
        return choice(setting, "true", "false").equals("true");
    }

    int integer(Setting setting, int least, int most) {
        String value = text(setting);
        if (value.isEmpty()) {
            return least;
        }
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Reported below, with the same words as a number out of range.
        }
        wrong(setting, value, "must be an integer from " + least + " to " + most);
        return least;
    }

    Duration duration(Setting setting, Duration least, Duration most) {
        String value = text(setting);
        if (value.isEmpty()) {
            return least;
        }
        Matcher matcher = DURATION.matcher(value);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofHours(amount);
                    };
            if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
                return duration;
            }
        }
        wrong(
                setting,
                value,
                "must be a duration such as 100ms, 5s, 2m or 1h, from %d ms to %d ms"
                        .formatted(least.toMillis(), most.toMillis()));
        return least;
    }

    ZoneOffset offset(Setting setting) {
        String value = text(setting);
        if (value.isEmpty()) {
            return ZoneOffset.UTC;
        }
        try {
            return ZoneOffset.of(value);
        } catch (DateTimeException _) {
            wrong(setting, value, "must be a fixed offset such as Z, +09:00 or -05:30");
            return ZoneOffset.UTC;
        }
    }

    List<String> list(Setting setting) {
        return optional(setting).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    Map<String, String> tree(Setting setting) {
        String prefix = setting.key() + ".";
        Map<String, String> properties = new TreeMap<>();
        config.get(setting.key())
                .asMap()
                .ifPresent(
                        map ->
                                map.forEach(
                                        (key, value) ->
                                                properties.put(withoutPrefix(key, prefix), value)));
        return Map.copyOf(properties);
    }

    private static String withoutPrefix(String key, String prefix) {
        return key.startsWith(prefix) ? key.substring(prefix.length()) : key;
    }

    private void wrong(Setting setting, String value, String rule) {
        problems.add("%s %s, not '%s'".formatted(name(setting), rule, value));
    }

    private static String name(Setting setting) {
        return setting.variables().isEmpty()
                ? setting.key()
                : setting.key() + " (" + String.join(" or ", setting.variables()) + ")";
    }
}

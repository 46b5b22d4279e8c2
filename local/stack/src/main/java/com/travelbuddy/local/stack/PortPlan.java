package com.travelbuddy.local.stack;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Which port each part listens on. */
record PortPlan(Map<Port, Integer> numbers) {

    private static final int UNPRIVILEGED = 1024;
    private static final int HIGHEST = 65_535;

    PortPlan {
        numbers = Map.copyOf(numbers);
    }

    /** Reads the variables; what is wrong with them is added to the problems. */
    static PortPlan from(Map<String, String> environment, List<String> problems) {
        Map<Port, Integer> numbers = new EnumMap<>(Port.class);
        for (Port port : Port.values()) {
            String value = environment.getOrDefault(port.variable(), "").strip();
            int number = value.isEmpty() ? port.standard() : number(value);
            if (number < 1 || number > HIGHEST) {
                problems.add(
                        "%s=%s is not a port: it must be a number from 1 to %d"
                                .formatted(port.variable(), value, HIGHEST));
            } else {
                numbers.put(port, number);
            }
        }
        Map<Integer, List<Port>> users =
                numbers.keySet().stream()
                        .collect(
                                Collectors.groupingBy(
                                        numbers::get, TreeMap::new, Collectors.toList()));
        users.forEach(
                (number, ports) -> {
                    if (ports.size() > 1) {
                        problems.add(
                                "%s are the same port, %d".formatted(variables(ports), number));
                    }
                });
        return new PortPlan(numbers);
    }

    int of(Port port) {
        return numbers.get(port);
    }

    /** One line for each port that is in use, with the variable that moves it. */
    List<String> busy(IntPredicate isFree) {
        List<String> problems = new ArrayList<>();
        Set<Integer> taken = new HashSet<>(numbers.values());
        for (Port port : Port.values()) {
            if (isFree.test(of(port))) {
                continue;
            }
            int other =
                    IntStream.concat(
                                    IntStream.rangeClosed(of(port) + 1, HIGHEST),
                                    IntStream.range(UNPRIVILEGED, of(port)))
                            .filter(number -> !taken.contains(number) && isFree.test(number))
                            .findFirst()
                            .orElse(port.standard());
            taken.add(other);
            problems.add(
                    "port %d, for %s, is in use; %s=%d moves it"
                            .formatted(of(port), port.user(), port.variable(), other));
        }
        return problems;
    }

    private static int number(String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException notOne) {
            return -1;
        }
    }

    private static String variables(List<Port> ports) {
        return ports.stream().map(Port::variable).collect(Collectors.joining(" and "));
    }
}

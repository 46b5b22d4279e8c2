package com.travelbuddy.delivery.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.travelbuddy.delivery.support.Repository;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the Dockerfile says of its stages, each with what it inherits. */
record Dockerfile(Map<String, List<Instruction>> stages) {

    private static final Pattern INSTRUCTION = Pattern.compile("([A-Z]+)\\s+(.*)");
    private static final Pattern FROM = Pattern.compile("(\\S+)\\s+AS\\s+(\\S+)");
    private static final JsonMapper JSON = new JsonMapper();

    /** A line, continuations joined. */
    record Instruction(String keyword, String value) {}

    static Dockerfile read() {
        Map<String, List<Instruction>> stages = new LinkedHashMap<>();
        List<Instruction> current = new ArrayList<>();
        String text = Repository.read("Dockerfile").replace("\\\n", " ");
        for (String line : text.lines().filter(each -> !each.startsWith("#")).toList()) {
            Matcher instruction = INSTRUCTION.matcher(line);
            if (!instruction.matches()) {
                continue;
            }
            if (!instruction.group(1).equals("FROM")) {
                current.add(new Instruction(instruction.group(1), instruction.group(2)));
                continue;
            }
            Matcher from = FROM.matcher(instruction.group(2));
            if (!from.matches()) {
                throw new IllegalStateException("a stage without a name: " + line);
            }
            current = new ArrayList<>(stages.getOrDefault(from.group(1), List.of()));
            current.add(new Instruction("FROM", from.group(1)));
            stages.put(from.group(2), current);
        }
        return new Dockerfile(stages);
    }

    /** The last value of an instruction in a stage or in those that it is built from. */
    Optional<String> last(String stage, String keyword) {
        return values(stage, keyword).reduce((_, later) -> later);
    }

    Stream<String> values(String stage, String keyword) {
        return stages.get(stage).stream()
                .filter(instruction -> instruction.keyword().equals(keyword))
                .map(Instruction::value);
    }

    /** A command in the form that needs no shell, a JSON array, behind any options. */
    List<String> command(String stage, String keyword) {
        String value = last(stage, keyword).orElse("[]");
        try {
            return JSON.readValue(
                    value.substring(value.indexOf('[')), new TypeReference<List<String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(keyword + " is not a JSON array: " + value, e);
        }
    }

    /** The environment that a stage sets. */
    Map<String, String> environment(String stage) {
        Map<String, String> variables = new LinkedHashMap<>();
        values(stage, "ENV")
                .flatMap(value -> Stream.of(value.split("\\s+")))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> variables.put(pair[0], pair[1]));
        return variables;
    }
}

package com.travelbuddy.reversesync.preflight;

import com.fasterxml.jackson.databind.JsonNode;
import com.travelbuddy.reversesync.support.Cli;
import com.travelbuddy.reversesync.support.Flights;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the command has found. */
record Checked(Cli.Result result, List<Finding> findings) {

    static Checked of(Flights flights, String... flags) {
        Cli.Result result =
                flights.run(
                        Stream.concat(Stream.of("check", "-o", "json"), Stream.of(flags))
                                .toArray(String[]::new));
        List<Finding> findings = new ArrayList<>();
        for (JsonNode one : result.result().get("findings")) {
            findings.add(
                    new Finding(
                            one.get("id").asText(),
                            Severity.valueOf(one.get("severity").asText()),
                            Area.valueOf(one.get("area").asText()),
                            one.get("what").asText(),
                            one.get("evidence").asText(),
                            one.get("remedy").asText()));
        }
        return new Checked(result, findings);
    }

    int exitCode() {
        return result.exitCode();
    }

    /** The ids of this severity, without repetition, in alphabetical order. */
    List<String> ids(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .map(Finding::id)
                .distinct()
                .sorted()
                .toList();
    }

    /** All evidence for one id. */
    String evidence(String id) {
        return String.join(
                "\n",
                findings.stream()
                        .filter(finding -> finding.id().equals(id))
                        .map(Finding::evidence)
                        .toList());
    }

    String remedy(String id) {
        return String.join(
                "\n",
                findings.stream()
                        .filter(finding -> finding.id().equals(id))
                        .map(Finding::remedy)
                        .toList());
    }
}

package com.travelbuddy.reversesync.mapping;

import java.util.List;
import java.util.stream.Collectors;

/** The declaration and the catalogues do not go together. */
public final class MappingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<MappingProblem> problems;

    MappingException(List<MappingProblem> problems) {
        super(
                problems.stream()
                        .map(problem -> "\n  - " + problem)
                        .collect(
                                Collectors.joining(
                                        "", "The tables cannot be carried over as declared:", "")));
        this.problems = List.copyOf(problems);
    }

    public List<MappingProblem> problems() {
        return problems;
    }
}

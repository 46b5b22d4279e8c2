package com.travelbuddy.local.stack;

import java.util.List;

/** The command line or the environment asks for what cannot be; all problems at once. */
final class UsageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    UsageException(List<String> problems) {
        super(String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}

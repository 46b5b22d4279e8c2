package com.travelbuddy.local.dms.mapping;

import java.math.BigInteger;

/** A rule's identity; the lower number has precedence. */
record RuleId(BigInteger number, String name) implements Comparable<RuleId> {

    @Override
    public int compareTo(RuleId other) {
        return number.compareTo(other.number);
    }

    @Override
    public String toString() {
        return "rule %s (%s)".formatted(number, name);
    }
}

package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.catalog.Column;

import java.math.BigInteger;
import java.util.Optional;

/** The integers that a column can hold. */
record Integers(BigInteger least, BigInteger most) {

    static Optional<Integers> of(Column column) {
        return switch (column.type()) {
            case "tinyint" -> signed(8);
            case "smallint" -> signed(16);
            case "mediumint" -> signed(24);
            case "int", "integer" -> signed(32);
            case "bigint" -> signed(64);
            case "tinyint unsigned" -> unsigned(8);
            case "smallint unsigned" -> unsigned(16);
            case "mediumint unsigned" -> unsigned(24);
            case "int unsigned" -> unsigned(32);
            case "bigint unsigned" -> unsigned(64);
            case "decimal" -> digits(column, true);
            case "decimal unsigned" -> digits(column, false);
            default -> Optional.empty();
        };
    }

    boolean holds(Integers other) {
        return least.compareTo(other.least) <= 0 && most.compareTo(other.most) >= 0;
    }

    private static Optional<Integers> signed(int bits) {
        BigInteger end = BigInteger.ONE.shiftLeft(bits - 1);
        return Optional.of(new Integers(end.negate(), end.subtract(BigInteger.ONE)));
    }

    private static Optional<Integers> unsigned(int bits) {
        return Optional.of(
                new Integers(
                        BigInteger.ZERO, BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE)));
    }

    private static Optional<Integers> digits(Column column, boolean signed) {
        BigInteger most =
                BigInteger.TEN
                        .pow(column.precision().orElse(10) - column.scale().orElse(0))
                        .subtract(BigInteger.ONE);
        return Optional.of(new Integers(signed ? most.negate() : BigInteger.ZERO, most));
    }
}

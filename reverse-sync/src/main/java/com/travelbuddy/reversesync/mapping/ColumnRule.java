package com.travelbuddy.reversesync.mapping;

import com.travelbuddy.reversesync.catalog.Column;
import com.travelbuddy.reversesync.settings.Conversion;

import java.util.Optional;

/** What happens to a column of the source. */
public sealed interface ColumnRule {

    Column source();

    /**
     * It is carried over.
     *
     * @param conversion absent: as it is
     */
    record Carry(Column source, Column target, Optional<Conversion> conversion)
            implements ColumnRule {}

    /** It stays at home. */
    record Drop(Column source) implements ColumnRule {}
}

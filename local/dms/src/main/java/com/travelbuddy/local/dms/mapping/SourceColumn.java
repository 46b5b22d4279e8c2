package com.travelbuddy.local.dms.mapping;

import java.util.Optional;

/**
 * A column as the source's catalogue has it.
 *
 * @param sourceType by the source's own name, for messages
 * @param type empty: one that cannot be carried
 */
public record SourceColumn(
        String name, String sourceType, Optional<DataType> type, boolean nullable) {}

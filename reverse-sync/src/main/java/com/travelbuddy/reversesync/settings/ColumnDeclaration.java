package com.travelbuddy.reversesync.settings;

import java.util.Optional;

/**
 * What cannot be derived about one column.
 *
 * @param source name of the source's column
 * @param to name of the target's column; absent: derived
 * @param conversion absent: the value stays as it is
 */
public record ColumnDeclaration(
        String source, Optional<String> to, Optional<Conversion> conversion) {}

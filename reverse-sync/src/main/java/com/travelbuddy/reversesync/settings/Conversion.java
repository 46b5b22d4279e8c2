package com.travelbuddy.reversesync.settings;

import java.time.ZoneOffset;

/**
 * From a timestamp without time zone to the milliseconds since the epoch, rounded down.
 *
 * @param offset of the wall clock that the timestamps were written by
 * @param nullDate what a NULL becomes
 */
public record Conversion(ZoneOffset offset, NullDate nullDate) {}

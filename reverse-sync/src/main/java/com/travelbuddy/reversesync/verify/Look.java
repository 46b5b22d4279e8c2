package com.travelbuddy.reversesync.verify;

/**
 * A row as it was at one moment, in short.
 *
 * @param version changes with each update at the source, even if a value comes back; the target has
 *     none
 */
record Look(String version, long digest) {}

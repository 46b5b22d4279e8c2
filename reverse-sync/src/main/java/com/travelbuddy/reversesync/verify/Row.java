package com.travelbuddy.reversesync.verify;

import java.util.List;

/**
 * A row as it was at one moment.
 *
 * @param text all compared columns in one canonical text
 * @param values the canonical text of each compared column; NULL: null
 */
record Row(Look look, String text, List<String> values) {}

package com.travelbuddy.reversesync.verify;

import java.util.Optional;

/**
 * Keys from one, without it, to another, with it.
 *
 * @param after absent: from the first key on, whichever it is
 * @param to absent: to the last key, whichever it is
 */
record Range(Optional<Key> after, Optional<Key> to) {}

package com.travelbuddy.reversesync.verify;

import java.util.List;

/**
 * The values of a primary key's columns.
 *
 * @param parts as text, in the key's order
 */
record Key(List<String> parts) {

    Key {
        parts = List.copyOf(parts);
    }

    @Override
    public String toString() {
        return String.join(",", parts);
    }
}

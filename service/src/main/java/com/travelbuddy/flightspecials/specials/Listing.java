package com.travelbuddy.flightspecials.specials;

import java.time.Instant;

/** Which specials, and in which order. */
public sealed interface Listing {

    /** All, by id. */
    record All() implements Listing {}

    /** Those not expired at an instant, by expiry date, then id: the monolith's view. */
    record Active(Instant at) implements Listing {}
}

package com.travelbuddy.flightspecials.specials;

import java.time.Instant;

/**
 * A flight special as it is stored.
 *
 * @param body may be null, as may origin, originCode, destination and destinationCode
 * @param expiryDate floored to the millisecond, within the years 0001 to 9999
 * @param version counts the changes of the row, from 1
 */
public record Special(
        long id,
        String header,
        String body,
        String origin,
        String originCode,
        String destination,
        String destinationCode,
        int cost,
        Instant expiryDate,
        long version) {}

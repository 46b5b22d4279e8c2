package com.travelbuddy.reversesync.verify;

import java.math.BigDecimal;

/**
 * Of the rows in a range, in whichever order.
 *
 * @param sum of the rows' digests
 */
record Checksum(long rows, BigDecimal sum) {

    /** That of the rest of the range. */
    Checksum minus(Checksum part) {
        return new Checksum(rows - part.rows, sum.subtract(part.sum));
    }
}

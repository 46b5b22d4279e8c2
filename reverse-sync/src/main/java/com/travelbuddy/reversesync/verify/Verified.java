package com.travelbuddy.reversesync.verify;

import java.util.List;

/**
 * What a comparison has found.
 *
 * @param tables one for each that was compared
 * @param differences the first ones; {@link VerificationLog} has them all
 * @param notRepaired why a repair was not done or not possible, row by row, the first ones
 * @param limitReached whether it ended early, as more rows differ than are reported
 * @param resumed whether it went on from where an interrupted one had come to
 */
public record Verified(
        Verification verification,
        List<TableVerified> tables,
        List<Difference> differences,
        List<String> notRepaired,
        boolean limitReached,
        boolean resumed) {

    public Verified {
        tables = List.copyOf(tables);
        differences = List.copyOf(differences);
        notRepaired = List.copyOf(notRepaired);
    }

    /** Whether no difference is left, and no row is unknown, of what was compared. */
    public boolean isEqual() {
        return verification.remaining() == 0
                && tables.stream().allMatch(table -> table.unsettled() == 0);
    }
}

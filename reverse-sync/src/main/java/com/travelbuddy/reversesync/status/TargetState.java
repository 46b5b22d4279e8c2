package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.settings.TableName;
import com.travelbuddy.reversesync.verify.Difference;
import com.travelbuddy.reversesync.verify.Verification;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the target's control tables tell.
 *
 * @param applying absent: DMS has not reported yet, or not been told to
 * @param lastVerification of all rows that came to its end
 * @param lastEqual the last one that left no difference
 * @param differences the first ones of the last verification
 */
public record TargetState(
        Optional<Applying> applying,
        List<Suspension> suspended,
        ApplyExceptions applyExceptions,
        Optional<Verification> lastVerification,
        Optional<Verification> lastEqual,
        List<Difference> differences) {

    public TargetState {
        suspended = List.copyOf(suspended);
        differences = List.copyOf(differences);
    }

    /**
     * DMS's report about applying changes.
     *
     * @param activity such as {@code CHANGE PROCESSING}
     * @param pendingChanges that were read and are not applied
     * @param appliedUntil commit time, at the source, of the last change that was applied
     */
    public record Applying(
            String activity,
            Instant reported,
            long pendingChanges,
            Optional<Instant> appliedUntil) {}

    /** A table that DMS has given up on. */
    public record Suspension(TableName table, String reason, Optional<Instant> since) {}

    /**
     * Changes that could not be applied as they came, since the last verification that found both
     * sides equal began; all, if there is none.
     *
     * @param count without those that changed nothing
     * @param unchanged updates that found the row with these values already, such as of a time by
     *     less than a millisecond
     * @param last the latest ones, without those that changed nothing
     */
    public record ApplyExceptions(
            Optional<Instant> since, long count, long unchanged, List<ApplyException> last) {

        public ApplyExceptions {
            last = List.copyOf(last);
        }
    }

    public record ApplyException(TableName table, Instant time, String error) {}
}

package com.travelbuddy.reversesync.preflight;

import java.util.List;

/**
 * What a preflight has come to.
 *
 * @param findings the worst first
 * @param checks how many were made, those that found nothing included
 */
public record Findings(List<Finding> findings, int checks) {

    public Findings {
        findings = List.copyOf(findings);
    }

    /** Whether something has to be put right first. */
    public boolean refuses() {
        return count(Severity.ERROR) > 0;
    }

    public long count(Severity severity) {
        return findings.stream().filter(finding -> finding.severity() == severity).count();
    }
}

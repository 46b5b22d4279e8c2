package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.aws.AwsRefusedException;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes down what the checks of one area find, and counts the checks. */
record Notes(Area area, List<Finding> findings, AtomicInteger checks) {

    /** A single check. */
    @FunctionalInterface
    interface Check {
        void make() throws SQLException;
    }

    /**
     * Makes a check. One that cannot be made is itself a finding.
     *
     * @param subject of the sentence that says so
     * @param right what makes it possible
     */
    void check(String subject, String right, Check check) {
        checks.incrementAndGet();
        try {
            check.make();
        } catch (SQLException e) {
            if (isGone(e)) {
                error(
                        "session-lost",
                        subject + " could not be checked: the database has gone",
                        e.getMessage(),
                        "check again when it is back");
            } else {
                notChecked(subject, e, right);
            }
        } catch (AwsRefusedException e) {
            notChecked(subject, e, right);
        }
    }

    private void notChecked(String subject, Exception why, String right) {
        warning("not-checked", subject + " could not be checked", why.getMessage(), right);
    }

    /** By the classes of connection errors and of an operator's intervention. */
    private static boolean isGone(SQLException exception) {
        String state = Optional.ofNullable(exception.getSQLState()).orElse("");
        return state.startsWith("08") || state.startsWith("57P");
    }

    void error(String id, String what, String evidence, String remedy) {
        add(Severity.ERROR, id, what, evidence, remedy);
    }

    void warning(String id, String what, String evidence, String remedy) {
        add(Severity.WARNING, id, what, evidence, remedy);
    }

    void info(String id, String what, String evidence, String remedy) {
        add(Severity.INFO, id, what, evidence, remedy);
    }

    void add(Severity severity, String id, String what, String evidence, String remedy) {
        findings.add(new Finding(id, severity, area, what, evidence, remedy));
    }
}

package com.travelbuddy.local.dms.api;

import java.util.List;
import java.util.Optional;

/** The faults that are in wait. Safe for use by several threads. */
final class Faults {

    private List<Fault> waiting = List.of();

    synchronized void replace(List<Fault> faults) {
        waiting = List.copyOf(faults);
    }

    /** Spends one call's worth of the first fault that concerns the operation. */
    synchronized Optional<Fault> next(String operation) {
        Optional<Fault> next =
                waiting.stream().filter(fault -> fault.concerns(operation)).findFirst();
        next.ifPresent(
                spent ->
                        waiting =
                                waiting.stream()
                                        .map(fault -> fault == spent ? fault.spent() : fault)
                                        .filter(fault -> fault.times() > 0)
                                        .toList());
        return next;
    }
}

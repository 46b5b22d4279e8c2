package com.travelbuddy.reversesync.dms;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of one resource.
 *
 * @param resource such as {@code source-endpoint}
 * @param changes of a resource that is created: all that it gets
 * @param note what else is worth knowing
 */
public record Step(
        String resource, String id, Action action, List<Change> changes, Optional<String> note) {

    public Step {
        changes = List.copyOf(changes);
    }

    /** Whether {@code apply} has something to do. */
    boolean acts() {
        return action != Action.LEAVE && action != Action.BY_HAND;
    }

    /** Whether a setting below a path is changed. */
    boolean changes(String path) {
        return changes.stream().anyMatch(change -> change.path().startsWith(path + "."));
    }
}

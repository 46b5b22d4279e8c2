package com.travelbuddy.reversesync.dms;

import java.util.Optional;

/**
 * A setting that is not as it should be.
 *
 * @param path such as {@code task.settings.ErrorBehavior.DataErrorPolicy}
 * @param from absent: not set
 * @param to absent: taken out
 */
public record Change(String path, Optional<String> from, Optional<String> to) {}

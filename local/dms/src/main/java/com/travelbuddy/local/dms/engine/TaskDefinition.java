package com.travelbuddy.local.dms.engine;

import com.travelbuddy.local.dms.mapping.TableMapping;
import com.travelbuddy.local.dms.settings.TaskSettings;
import com.travelbuddy.local.dms.source.PostgresEndpoint;
import com.travelbuddy.local.dms.target.MySqlEndpoint;

/**
 * A task as a run needs it.
 *
 * @param resourceId last segment of the task's ARN, TASK_NAME in the control tables
 * @param instance identifier of the replication instance, SERVER_NAME in the control tables
 * @param slot name of the replication slot; made by START_REPLICATION and RELOAD_TARGET, found by
 *     RESUME_PROCESSING
 * @param startPosition CdcStartPosition, an LSN or a checkpoint; empty: now
 * @param stopPosition CdcStopPosition, {@code commit_time:...} or {@code server_time:...}; empty:
 *     never
 */
public record TaskDefinition(
        String resourceId,
        String instance,
        MigrationType migrationType,
        TableMapping mapping,
        TaskSettings settings,
        PostgresEndpoint source,
        MySqlEndpoint target,
        String slot,
        String startPosition,
        String stopPosition) {}

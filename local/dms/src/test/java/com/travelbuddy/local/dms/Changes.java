package com.travelbuddy.local.dms;

import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

/** Numbers of rows inserted, updated and deleted. */
record Changes(long inserts, long updates, long deletes) {

    static final Changes NONE = new Changes(0, 0, 0);

    /** What a task has read. */
    static Changes captured(TableStatistics table) {
        return new Changes(table.inserts(), table.updates(), table.deletes());
    }

    /** What a task has brought to the target. */
    static Changes applied(TableStatistics table) {
        return new Changes(table.appliedInserts(), table.appliedUpdates(), table.appliedDeletes());
    }

    Changes plus(Changes more) {
        return new Changes(inserts + more.inserts, updates + more.updates, deletes + more.deletes);
    }
}

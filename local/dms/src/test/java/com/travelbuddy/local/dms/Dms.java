package com.travelbuddy.local.dms;

import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;

/** DMS Local, in this process or in one of its own. */
interface Dms {

    DatabaseMigrationClient client();

    /** Has it run; does nothing while it does. */
    void start();
}

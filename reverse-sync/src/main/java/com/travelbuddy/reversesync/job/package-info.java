/** The batch and cron entry: from check to verdict, one run at a time. */
package com.travelbuddy.reversesync.job;

/** DMS: its API, what there is and what there should be, and the task's life. */
package com.travelbuddy.reversesync.dms;

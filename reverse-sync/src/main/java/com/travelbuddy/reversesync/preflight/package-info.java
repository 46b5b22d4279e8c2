/** What stands in the way of a sync, all of it at once. */
package com.travelbuddy.reversesync.preflight;

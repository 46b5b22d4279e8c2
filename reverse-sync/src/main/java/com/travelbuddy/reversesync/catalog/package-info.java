/** The two databases: how to reach them and what tables they have. */
package com.travelbuddy.reversesync.catalog;

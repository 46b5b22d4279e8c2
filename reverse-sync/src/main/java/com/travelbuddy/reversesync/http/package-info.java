/** The sync over HTTP, for browsers, programs and Prometheus; nothing here changes anything. */
package com.travelbuddy.reversesync.http;

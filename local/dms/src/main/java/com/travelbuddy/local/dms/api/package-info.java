/** The API as AWS DMS speaks it: JSON 1.1 over HTTP. */
package com.travelbuddy.local.dms.api;

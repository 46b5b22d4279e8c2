/** Which column goes where and as what: derived, checked, and written as DMS's table mapping. */
package com.travelbuddy.reversesync.mapping;

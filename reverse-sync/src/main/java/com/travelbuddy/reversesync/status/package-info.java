/** How the sync is: what is seen at AWS and at both databases, and one verdict about it. */
package com.travelbuddy.reversesync.status;

/** DMS Local: what AWS DMS does for one PostgreSQL and one MySQL, on this machine. */
package com.travelbuddy.local.dms;

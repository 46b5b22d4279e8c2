/** Whether both sides agree, row by row, and what brings them to it. */
package com.travelbuddy.reversesync.verify;

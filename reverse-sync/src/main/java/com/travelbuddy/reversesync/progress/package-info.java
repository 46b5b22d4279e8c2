/** How far long work has come. */
package com.travelbuddy.reversesync.progress;

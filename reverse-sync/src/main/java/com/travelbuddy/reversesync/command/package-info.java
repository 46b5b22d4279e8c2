/** The commands: what they take, what they print, and what they end with. */
package com.travelbuddy.reversesync.command;

/** What {@code reverse-sync.yaml} and the environment say, read and checked once. */
package com.travelbuddy.reversesync.settings;

/** AWS as all of this program meets it: clients, and what a refusal looks like. */
package com.travelbuddy.reversesync.aws;

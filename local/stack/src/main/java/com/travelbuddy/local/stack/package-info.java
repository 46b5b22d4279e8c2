/**
 * One command that runs the whole system on one machine: the servers, and the service as it ships.
 */
package com.travelbuddy.local.stack;

/**
 * Real servers on the loopback interface, for tests and for the local stack: PostgreSQL, a
 * MySQL-compatible server and Kafka. Each runs as a process of its own that ends with the JVM that
 * started it, however that JVM ends.
 */
package com.travelbuddy.local.servers;

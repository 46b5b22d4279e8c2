package com.travelbuddy.local.servers;

/** Who runs this JVM. */
final class CurrentUser {

    private CurrentUser() {}

    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}

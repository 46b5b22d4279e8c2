package com.travelbuddy.reversesync;

import com.travelbuddy.reversesync.command.ReverseSync;

import java.io.PrintWriter;

/** The program. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(
                ReverseSync.execute(
                        new PrintWriter(System.out, true),
                        new PrintWriter(System.err, true),
                        args));
    }
}

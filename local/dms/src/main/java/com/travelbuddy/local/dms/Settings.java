package com.travelbuddy.local.dms;

import com.travelbuddy.local.dms.engine.Assumptions;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How a server is to be.
 *
 * @param address that it listens on
 * @param port 0: any free one
 * @param state the file; empty: nothing is kept
 * @param region of ARNs, as is {@code account}
 * @param dwell how long transitory states last at least
 * @param secrets the folder that stands in for Secrets Manager; empty: there are none
 */
public record Settings(
        String address,
        int port,
        Optional<Path> state,
        String region,
        String account,
        Duration dwell,
        Optional<Path> secrets,
        Assumptions assumptions) {}

package com.travelbuddy.flightspecials.settings;

import java.util.List;

/** The validated configuration of the service, one record per concern. */
public record Settings(
        String environment,
        HttpSettings http,
        ManagementSettings management,
        DatabaseSettings database,
        HeaderSettings header,
        KafkaSettings kafka,
        RelaySettings relay,
        LogSettings log,
        List<String> unknownKeys) {}

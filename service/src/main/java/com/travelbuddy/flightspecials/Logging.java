package com.travelbuddy.flightspecials;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;

import com.travelbuddy.flightspecials.settings.LogSettings;

import org.slf4j.LoggerFactory;

/** Puts the configured format and level into effect; lines before that are JSON. */
final class Logging {

    private Logging() {}

    static void configure(LogSettings settings) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (settings.format().equals("text")) {
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            context.reset();
            try {
                configurator.doConfigure(Logging.class.getResource("/logback-text.xml"));
            } catch (JoranException e) {
                throw new IllegalStateException("logback-text.xml is not a valid configuration", e);
            }
        }
        context.getLogger(Logging.class.getPackageName()).setLevel(Level.valueOf(settings.level()));
    }
}

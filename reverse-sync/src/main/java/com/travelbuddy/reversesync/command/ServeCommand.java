package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.http.Sampler;
import com.travelbuddy.reversesync.http.StatusServer;
import com.travelbuddy.reversesync.settings.InvalidSettingsException;
import com.travelbuddy.reversesync.settings.ServeSettings;
import com.travelbuddy.reversesync.status.Observer;
import com.travelbuddy.reversesync.status.Status;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Stays up and shows how the sync is. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Serves a page, the status as JSON, metrics and health until SIGTERM or Ctrl-C.",
        sortOptions = false,
        footerHeading = "%nExample:%n",
        footer = "  reverse-sync serve --config reverse-sync.yaml")
final class ServeCommand extends SyncCommand {

    @Override
    Report run(Context context) {
        ServeSettings settings = context.settings().serve();
        Observer observer = StatusCommand.observer(context);
        CountDownLatch never = new CountDownLatch(1);
        try (var sampler =
                        new Sampler(
                                () -> Status.of(observer.observe(), context.settings()), settings);
                var server = new StatusServer(settings, sampler)) {
            server.start();
            try (var _ = new OnSignal(() -> stop(sampler, server))) {
                sampler.start();
                err().printf("Serving on http://%s:%d/%n", settings.address(), server.port());
                err().flush();
                never.await();
            }
        } catch (IOException e) {
            throw new InvalidSettingsException(
                    List.of(
                            "serve.address and serve.port: cannot listen on %s:%d: %s"
                                    .formatted(
                                            settings.address(), settings.port(), e.getMessage())));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return new Report(ExitCode.OK, "stopped", List.of());
    }

    private static int stop(Sampler sampler, StatusServer server) {
        server.close();
        sampler.close();
        return ExitCode.OK.code();
    }
}

package com.travelbuddy.reversesync.command;

import com.travelbuddy.reversesync.http.Sampler;
import com.travelbuddy.reversesync.http.StatusServer;
import com.travelbuddy.reversesync.settings.ServeSettings;
import com.travelbuddy.reversesync.status.Observer;
import com.travelbuddy.reversesync.status.Status;

import picocli.CommandLine.Command;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Stays up and shows how the sync is. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Serves a page, the status as JSON, metrics and health until SIGTERM or Ctrl-C.",
        footer = {"", "Example: REVERSE_SYNC_SERVE_PORT=9000 reverse-sync serve"})
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
            if (!server.isListening()) {
                String taken =
                        "Cannot listen on %s:%d (serve.address, serve.port): is it in use?"
                                .formatted(settings.address(), settings.port());
                err().println(taken);
                return new Report(ExitCode.FAILED, taken, List.of());
            }
            try (var _ = new OnSignal(() -> stop(sampler, server))) {
                sampler.start();
                err().printf("Serving on http://%s:%d/%n", settings.address(), server.port());
                err().flush();
                never.await();
            }
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

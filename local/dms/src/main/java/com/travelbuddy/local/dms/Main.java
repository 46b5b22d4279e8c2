package com.travelbuddy.local.dms;

import com.travelbuddy.local.dms.engine.Assumptions;
import com.travelbuddy.local.dms.registry.StoreException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/** The command line. */
@Command(
        name = "dms-local",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Serves the API of AWS DMS until SIGTERM or SIGINT.",
        subcommands = Main.Health.class,
        footerHeading = "%nExample:%n",
        footer = {
            "  aws dms describe-replication-tasks --endpoint-url http://127.0.0.1:15566"
                    + " --region us-east-1",
            "",
            "Any credentials will do, but the AWS CLI wants some: AWS_ACCESS_KEY_ID=any"
                    + " AWS_SECRET_ACCESS_KEY=any"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:stopped as it was asked to",
            "1:the port is taken, or the state cannot be used; health: no good answer",
            "2:wrong use"
        })
final class Main implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int FAILED = 1;
    private static final Duration CLOSING = Duration.ofSeconds(4);
    private static final String VALUE = " Default: ${DEFAULT-VALUE} ($";

    @Spec private CommandSpec spec;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "${env:DMS_LOCAL_PORT:-15566}",
            description = "Port; 0: any free one." + VALUE + "DMS_LOCAL_PORT).")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "ADDRESS",
            defaultValue = "${env:DMS_LOCAL_ADDRESS:-127.0.0.1}",
            description = "Address to listen on." + VALUE + "DMS_LOCAL_ADDRESS).")
    private String address;

    @Option(
            names = "--state",
            paramLabel = "FILE",
            defaultValue = "${env:DMS_LOCAL_STATE:-}",
            description =
                    "File that all state is kept in, passwords among it. Without it nothing is"
                            + " kept ($DMS_LOCAL_STATE).")
    private String state;

    @Option(
            names = "--secrets",
            paramLabel = "FOLDER",
            defaultValue = "${env:DMS_LOCAL_SECRETS:-}",
            description =
                    "Folder that stands in for Secrets Manager: a JSON file a secret, by its name"
                            + " ($DMS_LOCAL_SECRETS).")
    private String secrets;

    @Option(
            names = "--region",
            paramLabel = "REGION",
            defaultValue = "${env:DMS_LOCAL_REGION:-us-east-1}",
            description = "Region in ARNs." + VALUE + "DMS_LOCAL_REGION).")
    private String region;

    @Option(
            names = "--account",
            paramLabel = "ACCOUNT",
            defaultValue = "${env:DMS_LOCAL_ACCOUNT:-000000000000}",
            description = "Account in ARNs." + VALUE + "DMS_LOCAL_ACCOUNT).")
    private String account;

    @Option(
            names = "--dwell",
            paramLabel = "MILLISECONDS",
            defaultValue = "${env:DMS_LOCAL_DWELL:-1000}",
            description =
                    "How long states such as creating last at least." + VALUE + "DMS_LOCAL_DWELL).")
    private long dwell;

    @Option(
            names = "--timestamp-digits",
            paramLabel = "DIGITS",
            defaultValue = "${env:DMS_LOCAL_TIMESTAMP_DIGITS:-6}",
            description =
                    "Fraction digits of a timestamp in an expression, which AWS does not document:"
                            + " 0, 6 or 9."
                            + VALUE
                            + "DMS_LOCAL_TIMESTAMP_DIGITS).")
    private int timestampDigits;

    @Option(
            names = "--reload-truncates",
            defaultValue = "${env:DMS_LOCAL_RELOAD_TRUNCATES:-false}",
            description =
                    "A reload empties the table under DO_NOTHING too"
                            + " ($DMS_LOCAL_RELOAD_TRUNCATES).")
    private boolean reloadTruncates;

    @Option(
            names = "--delete-drops-slot",
            defaultValue = "${env:DMS_LOCAL_DELETE_DROPS_SLOT:-false}",
            description =
                    "Deleting a task drops its replication slot ($DMS_LOCAL_DELETE_DROPS_SLOT).")
    private boolean deleteDropsSlot;

    @Option(
            names = "--resume-retries-suspended",
            defaultValue = "${env:DMS_LOCAL_RESUME_RETRIES_SUSPENDED:-false}",
            description =
                    "A resume takes up suspended tables again"
                            + " ($DMS_LOCAL_RESUME_RETRIES_SUSPENDED).")
    private boolean resumeRetriesSuspended;

    @Option(
            names = "--grouped-changes",
            paramLabel = "N",
            defaultValue = "${env:DMS_LOCAL_GROUPED_CHANGES:-0}",
            description =
                    "How many changes of waiting source transactions may share a target"
                            + " transaction, as MinTransactionSize; 0: each source transaction is"
                            + " one of the target's ($DMS_LOCAL_GROUPED_CHANGES).")
    private int groupedChanges;

    static void main(String[] args) {
        int code = new CommandLine(new Main()).execute(args);
        if (code != 0) {
            System.exit(code);
        }
    }

    @Override
    public Integer call() {
        Settings settings = settings();
        DmsLocal server;
        try {
            server = new DmsLocal(settings);
        } catch (StoreException | IllegalStateException e) {
            spec.commandLine().getErr().println("DMS Local cannot start: " + e.getMessage());
            return FAILED;
        }
        serve(server);
        return 0;
    }

    /** For health checks of containers that bring no tool for it. */
    @Command(
            name = "health",
            mixinStandardHelpOptions = true,
            description = "Asks the running DMS Local of this machine whether it serves.")
    static final class Health implements Callable<Integer> {

        private static final int TIMEOUT_MILLIS = 3_000;

        @ParentCommand private Main main;
        @Spec private CommandSpec spec;

        @Override
        public Integer call() {
            try {
                InetAddress listening = InetAddress.getByName(main.address);
                InetAddress asked =
                        listening.isAnyLocalAddress()
                                ? InetAddress.getLoopbackAddress()
                                : listening;
                String host = asked.getHostAddress();
                URI health =
                        URI.create(
                                "http://%s:%d/health"
                                        .formatted(
                                                host.contains(":") ? "[" + host + "]" : host,
                                                main.port));
                var connection = (HttpURLConnection) health.toURL().openConnection();
                try {
                    connection.setConnectTimeout(TIMEOUT_MILLIS);
                    connection.setReadTimeout(TIMEOUT_MILLIS);
                    return connection.getResponseCode() == HttpURLConnection.HTTP_OK ? 0 : FAILED;
                } finally {
                    connection.disconnect();
                }
            } catch (IOException e) {
                spec.commandLine().getErr().println("no answer: " + e.getMessage());
                return FAILED;
            }
        }
    }

    private Settings settings() {
        require(port >= 0 && port <= 65_535, "--port must be between 0 and 65535");
        require(!address.isBlank(), "--address must not be blank");
        require(region.matches("[a-z]{2}(-[a-z]+)+-[0-9]"), "--region must be like us-east-1");
        require(account.matches("[0-9]{12}"), "--account must have 12 digits");
        require(dwell >= 0 && dwell <= 3_600_000, "--dwell must be between 0 and 3600000");
        require(
                timestampDigits == 0 || timestampDigits == 6 || timestampDigits == 9,
                "--timestamp-digits must be 0, 6 or 9");
        require(
                groupedChanges >= 0 && groupedChanges <= 1_000_000,
                "--grouped-changes must be between 0 and 1000000");
        require(
                secrets.isEmpty() || Files.isDirectory(Path.of(secrets)),
                "--secrets must be a folder");
        return new Settings(
                address,
                port,
                path(state),
                region,
                account,
                Duration.ofMillis(dwell),
                path(secrets),
                new Assumptions(
                        timestampDigits,
                        reloadTruncates,
                        deleteDropsSlot,
                        resumeRetriesSuspended,
                        groupedChanges));
    }

    private static Optional<Path> path(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    }

    private void require(boolean right, String rule) {
        if (!right) {
            throw new ParameterException(spec.commandLine(), rule);
        }
    }

    /** Returns only by the process's end. */
    private static void serve(DmsLocal server) {
        Runnable stop =
                () -> {
                    LOG.info("Stopping");
                    Thread closing = Thread.ofPlatform().daemon().start(server::close);
                    try {
                        // All state is kept already, as it has to be for kill -9.
                        closing.join(CLOSING);
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    // The JVM itself would report the signal.
                    Runtime.getRuntime().halt(0);
                };
        Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

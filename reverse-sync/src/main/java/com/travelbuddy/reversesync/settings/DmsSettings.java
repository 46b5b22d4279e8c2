package com.travelbuddy.reversesync.settings;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is asked of AWS DMS.
 *
 * @param endpoint where its API is; absent: where AWS has it
 * @param region absent: by the AWS SDK's default chain
 * @param pollInterval between two looks at something that is under way; grows up to sixfold
 * @param timeout for a step, such as an instance becoming available
 * @param task id of the task, and the last part of its ARN
 * @param migrationType of a task that is made
 * @param controlSchema where DMS keeps its control tables at the target, and this program its own
 * @param cloudWatch whether CloudWatch is asked for latencies
 */
public record DmsSettings(
        Optional<URI> endpoint,
        Optional<String> region,
        Duration pollInterval,
        Duration timeout,
        String task,
        MigrationType migrationType,
        String controlSchema,
        boolean cloudWatch,
        Instance instance,
        SubnetGroup subnetGroup,
        EndpointSettings sourceEndpoint,
        EndpointSettings targetEndpoint,
        Map<String, String> tags) {

    /**
     * The replication instance.
     *
     * @param storage GiB
     * @param engineVersion absent: DMS's default
     * @param securityGroups ids; empty: the VPC's default
     * @param kmsKey absent: the account's default key
     */
    public record Instance(
            String id,
            String instanceClass,
            int storage,
            boolean multiAz,
            Optional<String> engineVersion,
            List<String> securityGroups,
            Optional<String> kmsKey) {}

    /**
     * The replication subnet group.
     *
     * @param subnets ids; empty: the group is somebody else's and has to exist
     */
    public record SubnetGroup(String id, List<String> subnets) {}

    private static final String ID_RULE =
            "lower-case letters, digits and single hyphens, a letter first";
    private static final String ID = "[a-z](-?[a-z0-9])*";

    static DmsSettings read(SettingsReader reader, TlsMode sourceTls, TlsMode targetTls) {
        String task =
                reader.matching(
                        "task",
                        "reverse-sync",
                        "[a-z](-?[a-z0-9]){0,30}",
                        ID_RULE + ", at most 31 characters");
        Optional<URI> endpoint = reader.optionalUri("endpoint");
        SettingsReader instance = reader.section("instance");
        SettingsReader group = reader.section("subnet-group");
        return new DmsSettings(
                endpoint,
                reader.optional("region"),
                reader.duration("poll-interval", Duration.ofSeconds(5)),
                reader.duration("timeout", Duration.ofMinutes(30)),
                task,
                reader.choice("migration-type", MigrationType.class, MigrationType.AUTO),
                reader.matching(
                        "control-schema",
                        "awsdms_control",
                        "[A-Za-z0-9_]{1,64}",
                        "1 to 64 letters, digits and underscores"),
                reader.flag("cloudwatch", endpoint.isEmpty()),
                new Instance(
                        instance.matching("id", task, ID, ID_RULE),
                        instance.matching(
                                "class", "dms.t3.medium", "dms\\..+", "an instance class, dms.…"),
                        instance.integer("storage", 50, 5, 6144),
                        instance.flag("multi-az", false),
                        instance.optional("engine-version"),
                        instance.list("security-groups"),
                        instance.optional("kms-key")),
                new SubnetGroup(
                        group.matching(
                                "id",
                                task,
                                "(?!default$)[a-z0-9 ._-]{1,255}",
                                "a lower-case name, not default"),
                        group.list("subnets")),
                EndpointSettings.read(
                        reader.section("source-endpoint"), task + "-source", sourceTls, false),
                EndpointSettings.read(
                        reader.section("target-endpoint"), task + "-target", targetTls, true),
                reader.texts("tags"));
    }
}

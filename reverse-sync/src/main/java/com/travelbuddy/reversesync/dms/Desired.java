package com.travelbuddy.reversesync.dms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.reversesync.catalog.Credentials;
import com.travelbuddy.reversesync.catalog.Source;
import com.travelbuddy.reversesync.catalog.Target;
import com.travelbuddy.reversesync.mapping.TableMappings;
import com.travelbuddy.reversesync.mapping.TableSync;
import com.travelbuddy.reversesync.settings.DatabaseSettings;
import com.travelbuddy.reversesync.settings.DmsSettings;
import com.travelbuddy.reversesync.settings.EndpointSettings;
import com.travelbuddy.reversesync.settings.EndpointSettings.Access;
import com.travelbuddy.reversesync.settings.Login;
import com.travelbuddy.reversesync.settings.Settings;
import com.travelbuddy.reversesync.settings.TlsMode;

import software.amazon.awssdk.services.databasemigration.model.CreateEndpointRequest;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationInstanceRequest;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationSubnetGroupRequest;
import software.amazon.awssdk.services.databasemigration.model.DmsSslModeValue;
import software.amazon.awssdk.services.databasemigration.model.PluginNameValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.Tag;

import java.util.List;
import java.util.function.Supplier;

/** What there should be, as the requests that would create it. */
final class Desired {

    private static final int LONGEST_RESOURCE_ID = 31;

    private final Settings settings;
    private final DmsSettings dms;
    private final Source source;
    private final Target target;

    Desired(Settings settings, Source source, Target target) {
        this.settings = settings;
        this.dms = settings.dms();
        this.source = source;
        this.target = target;
    }

    CreateReplicationSubnetGroupRequest subnetGroup() {
        return CreateReplicationSubnetGroupRequest.builder()
                .replicationSubnetGroupIdentifier(dms.subnetGroup().id())
                .replicationSubnetGroupDescription("reverse-sync of task " + dms.task())
                .subnetIds(dms.subnetGroup().subnets())
                .tags(tags())
                .build();
    }

    CreateReplicationInstanceRequest instance() {
        DmsSettings.Instance instance = dms.instance();
        String id = instance.id();
        var request =
                CreateReplicationInstanceRequest.builder()
                        .replicationInstanceIdentifier(id)
                        .replicationInstanceClass(instance.instanceClass())
                        .allocatedStorage(instance.storage())
                        .multiAZ(instance.multiAz())
                        .replicationSubnetGroupIdentifier(dms.subnetGroup().id())
                        // DMS's default is an instance that the internet reaches.
                        .publiclyAccessible(false)
                        .resourceIdentifier(
                                id.substring(0, Math.min(id.length(), LONGEST_RESOURCE_ID))
                                        .replaceAll("-+$", ""))
                        .tags(tags());
        instance.engineVersion().ifPresent(request::engineVersion);
        instance.kmsKey().ifPresent(request::kmsKeyId);
        if (!instance.securityGroups().isEmpty()) {
            request.vpcSecurityGroupIds(instance.securityGroups());
        }
        return request.build();
    }

    /**
     * @param slot whether DMS is to read from a slot of ours, in the place of its own
     */
    CreateEndpointRequest sourceEndpoint(boolean slot) {
        EndpointSettings endpoint = dms.sourceEndpoint();
        return endpoint(endpoint, ReplicationEndpointTypeValue.SOURCE, "postgres")
                .postgreSQLSettings(
                        postgres -> {
                            postgres.databaseName(settings.source().database())
                                    // The target's tables are not ours to alter.
                                    .captureDdls(false)
                                    .pluginName(PluginNameValue.TEST_DECODING);
                            if (slot) {
                                postgres.slotName(settings.slot());
                            }
                            switch (endpoint.access()) {
                                case Access.BySecret(String secret, String role) ->
                                        postgres.secretsManagerSecretId(secret)
                                                .secretsManagerAccessRoleArn(role);
                                case Access.ByPassword access -> {
                                    Address address =
                                            address(
                                                    endpoint,
                                                    access,
                                                    settings.source(),
                                                    source::credentials,
                                                    Source.PORT);
                                    postgres.serverName(address.host())
                                            .port(address.port())
                                            .username(address.login().username())
                                            .password(address.login().password().value());
                                }
                            }
                        })
                .build();
    }

    CreateEndpointRequest targetEndpoint() {
        EndpointSettings endpoint = dms.targetEndpoint();
        return endpoint(endpoint, ReplicationEndpointTypeValue.TARGET, "mysql")
                // No DatabaseName: it would send every table to that one database.
                .mySQLSettings(
                        mysql -> {
                            switch (endpoint.access()) {
                                case Access.BySecret(String secret, String role) ->
                                        mysql.secretsManagerSecretId(secret)
                                                .secretsManagerAccessRoleArn(role);
                                case Access.ByPassword access -> {
                                    Address address =
                                            address(
                                                    endpoint,
                                                    access,
                                                    settings.target(),
                                                    target::credentials,
                                                    Target.PORT);
                                    mysql.serverName(address.host())
                                            .port(address.port())
                                            .username(address.login().username())
                                            .password(address.login().password().value());
                                }
                            }
                        })
                .build();
    }

    private CreateEndpointRequest.Builder endpoint(
            EndpointSettings endpoint, ReplicationEndpointTypeValue type, String engine) {
        var request =
                CreateEndpointRequest.builder()
                        .endpointIdentifier(endpoint.id())
                        .endpointType(type)
                        .engineName(engine)
                        .sslMode(sslMode(endpoint.tls()))
                        .tags(tags());
        if (endpoint.id().length() <= LONGEST_RESOURCE_ID) {
            // Cut off, source and target could become the same.
            request.resourceIdentifier(endpoint.id());
        }
        endpoint.certificateArn().ifPresent(request::certificateArn);
        return request;
    }

    private static DmsSslModeValue sslMode(TlsMode tls) {
        return switch (tls) {
            case NONE -> DmsSslModeValue.NONE;
            case REQUIRE -> DmsSslModeValue.REQUIRE;
            case VERIFY_CA -> DmsSslModeValue.VERIFY_CA;
            case VERIFY_FULL -> DmsSslModeValue.VERIFY_FULL;
        };
    }

    private record Address(String host, int port, Login.Password login) {}

    /** What the endpoint's settings do not say is as for this program. */
    private static Address address(
            EndpointSettings endpoint,
            Access.ByPassword access,
            DatabaseSettings database,
            Supplier<Credentials> credentials,
            int standardPort) {
        Credentials ours = credentials.get();
        return new Address(
                endpoint.host().or(database::host).or(ours::host).orElse("localhost"),
                endpoint.port().or(database::port).or(ours::port).orElse(standardPort),
                access.login()
                        .orElseGet(() -> new Login.Password(ours.username(), ours.password())));
    }

    /** The table mapping. */
    ObjectNode mapping(List<TableSync> tables) {
        return TableMappings.document(tables, settings.formula());
    }

    ObjectNode taskSettings() {
        return TaskSettings.document(dms.controlSchema());
    }

    List<Tag> tags() {
        return dms.tags().entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static ObjectNode nothing() {
        return JsonNodeFactory.instance.objectNode();
    }
}

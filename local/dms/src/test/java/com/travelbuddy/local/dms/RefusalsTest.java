package com.travelbuddy.local.dms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Each error that an operation may answer with here, by a request that asks for it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ARN = "arn:aws:dms:eu-west-1:123456789012:";
    private static final String MAPPINGS =
            """
            {"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"1","rule-action":"include",
              "object-locator":{"schema-name":"travelbuddy","table-name":"flightspecial"}}]}
            """;

    /** Members that have to be there, with values that are right. */
    private static final Map<String, Map<String, Object>> REQUIRED = required();

    private LocalApi api;
    private RawApi raw;

    private static Map<String, Map<String, Object>> required() {
        var required = new TreeMap<String, Map<String, Object>>();
        required.put(
                "CreateReplicationSubnetGroup",
                Map.of(
                        "ReplicationSubnetGroupIdentifier", "new",
                        "ReplicationSubnetGroupDescription", "new",
                        "SubnetIds", List.of("subnet-a", "subnet-b")));
        required.put(
                "CreateReplicationInstance",
                Map.of(
                        "ReplicationInstanceIdentifier", "new",
                        "ReplicationInstanceClass", "dms.t3.small"));
        required.put(
                "CreateEndpoint",
                Map.of(
                        "EndpointIdentifier", "new",
                        "EndpointType", "source",
                        "EngineName", "postgres",
                        "ServerName", "nowhere.invalid",
                        "Port", 5432,
                        "Username", "someone",
                        "DatabaseName", "travelbuddy"));
        required.put("ModifyEndpoint", Map.of("EndpointArn", ARN + "endpoint:s"));
        required.put("DeleteEndpoint", Map.of("EndpointArn", ARN + "endpoint:s"));
        Map<String, Object> connection =
                Map.of(
                        "ReplicationInstanceArn", ARN + "rep:i",
                        "EndpointArn", ARN + "endpoint:s");
        required.put("TestConnection", connection);
        required.put("DeleteConnection", connection);
        required.put("DeleteReplicationInstance", Map.of("ReplicationInstanceArn", ARN + "rep:i"));
        required.put(
                "DeleteReplicationSubnetGroup", Map.of("ReplicationSubnetGroupIdentifier", "g"));
        required.put(
                "CreateReplicationTask",
                Map.of(
                        "ReplicationTaskIdentifier",
                        "new",
                        "SourceEndpointArn",
                        ARN + "endpoint:s",
                        "TargetEndpointArn",
                        ARN + "endpoint:t",
                        "ReplicationInstanceArn",
                        ARN + "rep:i",
                        "MigrationType",
                        "cdc",
                        "TableMappings",
                        MAPPINGS));
        Map<String, Object> task = Map.of("ReplicationTaskArn", ARN + "task:flights");
        required.put(
                "StartReplicationTask",
                Map.of(
                        "ReplicationTaskArn",
                        ARN + "task:flights",
                        "StartReplicationTaskType",
                        "start-replication"));
        required.put("StopReplicationTask", task);
        required.put("ModifyReplicationTask", task);
        required.put("DeleteReplicationTask", task);
        required.put("DescribeTableStatistics", task);
        required.put(
                "ReloadTables",
                Map.of(
                        "ReplicationTaskArn",
                        ARN + "task:flights",
                        "TablesToReload",
                        List.of(Map.of("SchemaName", "a", "TableName", "b"))));
        required.put(
                "AddTagsToResource",
                Map.of(
                        "ResourceArn",
                        ARN + "rep:i",
                        "Tags",
                        List.of(Map.of("Key", "a", "Value", "b"))));
        required.put(
                "RemoveTagsFromResource",
                Map.of("ResourceArn", ARN + "rep:i", "TagKeys", List.of("a")));
        return required;
    }

    @BeforeAll
    void start() {
        api = new LocalApi(Optional.empty());
        raw = new RawApi(api.uri());
        made("CreateReplicationSubnetGroup", "{'ReplicationSubnetGroupIdentifier':'g'}");
        made(
                "CreateReplicationInstance",
                "{'ReplicationInstanceIdentifier':'i','ResourceIdentifier':'i',"
                        + "'ReplicationSubnetGroupIdentifier':'g'}");
        made("CreateEndpoint", "{'EndpointIdentifier':'s','ResourceIdentifier':'s'}");
        made(
                "CreateEndpoint",
                "{'EndpointIdentifier':'t','ResourceIdentifier':'t','EndpointType':'target',"
                        + "'EngineName':'mysql'}");
        awaitState("DescribeReplicationInstances", "ReplicationInstanceStatus", "available");
        made("TestConnection", "{}");
        awaitState("DescribeConnections", "Status", "failed");
        made(
                "CreateReplicationTask",
                "{'ReplicationTaskIdentifier':'flights','ResourceIdentifier':'flights'}");
        awaitState("DescribeReplicationTasks", "Status", "ready");
    }

    @AfterAll
    void stop() {
        raw.close();
        api.close();
    }

    private void made(String operation, String members) {
        RawApi.Answer answer = raw.call(operation, with(operation, members));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private void awaitState(String operation, String member, String state) {
        await().until(
                        () -> raw.call(operation, "{}").json().findValue(member).asText(),
                        state::equals);
    }

    /** The right request but for some members. */
    private static String with(String operation, String members) {
        try {
            ObjectNode request = JSON.valueToTree(REQUIRED.getOrDefault(operation, Map.of()));
            request.setAll((ObjectNode) JSON.readTree(members.replace('\'', '"')));
            return request.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(members, e);
        }
    }

    static Stream<String> requiredMembers() {
        return REQUIRED.entrySet().stream()
                .flatMap(
                        operation ->
                                operation.getValue().keySet().stream()
                                        .sorted()
                                        .map(member -> operation.getKey() + " " + member));
    }

    @ParameterizedTest
    @MethodSource("requiredMembers")
    void whatIsRequiredIsNamedWhenItIsMissing(String operationAndMember) {
        String operation = operationAndMember.split(" ")[0];
        String member = operationAndMember.split(" ")[1];

        RawApi.Answer answer =
                raw.call(operation, with(operation, "{'%s':null}".formatted(member)));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("InvalidParameterValueException");
        assertThat(answer.json().get("message").asText()).contains(member);
    }

    static Stream<String> arns() {
        return requiredMembers().filter(each -> each.endsWith("Arn"));
    }

    @ParameterizedTest
    @MethodSource("arns")
    void anArnOfNothingIsNotFound(String operationAndMember) {
        String operation = operationAndMember.split(" ")[0];
        String member = operationAndMember.split(" ")[1];
        String right = REQUIRED.get(operation).get(member).toString();
        for (String wrong :
                List.of(right + "-none", right.replaceFirst("(rep|endpoint|task):", "subgrp:"))) {
            RawApi.Answer answer =
                    raw.call(operation, with(operation, "{'%s':'%s'}".formatted(member, wrong)));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.code()).isEqualTo("ResourceNotFoundFault");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    CreateReplicationSubnetGroup | {'ReplicationSubnetGroupIdentifier':'G'} | subgrp:g
                    CreateReplicationInstance | {'ReplicationInstanceIdentifier':'I'} | rep:i
                    CreateReplicationInstance | {'ResourceIdentifier':'i'} | rep:i
                    CreateEndpoint | {'EndpointIdentifier':'S'} | endpoint:s
                    CreateEndpoint | {'ResourceIdentifier':'t'} | endpoint:t
                    ModifyEndpoint | {'EndpointIdentifier':'t'} | endpoint:t
                    CreateReplicationTask | {'ReplicationTaskIdentifier':'Flights'} | task:flights
                    CreateReplicationTask | {'ResourceIdentifier':'flights'} | task:flights
                    """)
    void whatExistsIsNamedByItsArn(String operation, String members, String arn) {
        RawApi.Answer answer = raw.call(operation, with(operation, members));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("ResourceAlreadyExistsFault");
        assertThat(answer.json().get("resourceArn").asText()).isEqualTo(ARN + arn);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    DeleteReplicationSubnetGroup | {} | InvalidResourceStateFault
                    DeleteReplicationInstance | {} | InvalidResourceStateFault
                    DeleteEndpoint | {} | InvalidResourceStateFault
                    DeleteEndpoint | {'EndpointArn':'arn:aws:dms:eu-west-1:123456789012:endpoint:t'} | InvalidResourceStateFault
                    DeleteConnection | {} | InvalidResourceStateFault
                    StartReplicationTask | {} | InvalidResourceStateFault
                    StopReplicationTask | {} | InvalidResourceStateFault
                    ReloadTables | {} | InvalidResourceStateFault
                    StartReplicationTask | {'StartReplicationTaskType':'resume-processing'} | InvalidParameterCombinationException
                    StartReplicationTask | {'StartReplicationTaskType':'reload-target'} | InvalidParameterCombinationException
                    StartReplicationTask | {'StartReplicationTaskType':'start'} | InvalidParameterValueException
                    StartReplicationTask | {'CdcStartPosition':'somewhere'} | InvalidParameterValueException
                    StartReplicationTask | {'CdcStartTime':1} | InvalidParameterValueException
                    StartReplicationTask | {'CdcStopPosition':'soon'} | InvalidParameterValueException
                    ModifyReplicationTask | {'MigrationType':'full-load'} | InvalidParameterValueException
                    ModifyReplicationTask | {'TableMappings':'{}'} | InvalidParameterValueException
                    ModifyReplicationTask | {'ReplicationTaskSettings':'['} | InvalidParameterValueException
                    ModifyReplicationTask | {'ReplicationTaskIdentifier':'1'} | InvalidParameterValueException
                    ReloadTables | {'ReloadOption':'validate-only'} | InvalidParameterValueException
                    ReloadTables | {'ReloadOption':'all'} | InvalidParameterValueException
                    ReloadTables | {'TablesToReload':[{'SchemaName':'a'}]} | InvalidParameterValueException
                    CreateReplicationSubnetGroup | {'ReplicationSubnetGroupIdentifier':'default'} | InvalidParameterValueException
                    CreateReplicationSubnetGroup | {'SubnetIds':['subnet-a']} | ReplicationSubnetGroupDoesNotCoverEnoughAZs
                    CreateReplicationSubnetGroup | {'SubnetIds':['a','b']} | InvalidSubnet
                    CreateReplicationInstance | {'ReplicationSubnetGroupIdentifier':'none'} | ResourceNotFoundFault
                    CreateReplicationInstance | {'ReplicationInstanceClass':'t3'} | InvalidParameterValueException
                    CreateReplicationInstance | {'AllocatedStorage':1} | InvalidParameterValueException
                    CreateReplicationInstance | {'MultiAZ':true,'AvailabilityZone':'eu-west-1a'} | InvalidParameterCombinationException
                    CreateEndpoint | {'EndpointType':'both'} | InvalidParameterValueException
                    CreateEndpoint | {'EngineName':'mysql'} | InvalidParameterValueException
                    CreateEndpoint | {'SslMode':'always'} | InvalidParameterValueException
                    CreateEndpoint | {'Port':0} | InvalidParameterValueException
                    CreateEndpoint | {'CertificateArn':'arn:aws:dms:eu-west-1:123456789012:cert:c'} | InvalidParameterValueException
                    CreateEndpoint | {'MySQLSettings':{}} | InvalidParameterCombinationException
                    CreateEndpoint | {'ExtraConnectionAttributes':'initstmt'} | InvalidParameterValueException
                    CreateEndpoint | {'ExtraConnectionAttributes':'password=a'} | InvalidParameterValueException
                    CreateEndpoint | {'PostgreSQLSettings':{'SecretsManagerSecretId':'a'}} | InvalidParameterCombinationException
                    CreateEndpoint | {'PostgreSQLSettings':{'SecretsManagerSecretId':'a','SecretsManagerAccessRoleArn':'b'}} | InvalidParameterCombinationException
                    ModifyEndpoint | {'SslMode':'always'} | InvalidParameterValueException
                    ModifyEndpoint | {'CertificateArn':'c'} | InvalidParameterValueException
                    ModifyEndpoint | {'EndpointType':'target'} | InvalidParameterValueException
                    ModifyEndpoint | {'ExactSettings':true} | InvalidParameterValueException
                    ModifyEndpoint | {'Port':'5432'} | SerializationException
                    CreateReplicationTask | {'MigrationType':'all'} | InvalidParameterValueException
                    CreateReplicationTask | {'TableMappings':'{}'} | InvalidParameterValueException
                    CreateReplicationTask | {'SourceEndpointArn':'arn:aws:dms:eu-west-1:123456789012:endpoint:t'} | InvalidParameterValueException
                    CreateReplicationTask | {'TargetEndpointArn':'arn:aws:dms:eu-west-1:123456789012:endpoint:s'} | InvalidParameterValueException
                    CreateReplicationTask | {'CdcStartPosition':'?'} | InvalidParameterValueException
                    DescribeTableStatistics | {'MaxRecords':19} | InvalidParameterValueException
                    DescribeTableStatistics | {'MaxRecords':501} | InvalidParameterValueException
                    DescribeConnections | {'Filters':[{'Name':'endpoint-arn','Values':['none']}]} | ResourceNotFoundFault
                    DescribeEndpoints | {'Filters':[{'Name':'endpoint-id','Values':['none']}]} | ResourceNotFoundFault
                    DescribeReplicationInstances | {'Filters':[{'Name':'replication-instance-id','Values':['none']}]} | ResourceNotFoundFault
                    DescribeReplicationTasks | {'Filters':[{'Name':'replication-task-id','Values':['none']}]} | ResourceNotFoundFault
                    DescribeReplicationSubnetGroups | {'Filters':[{'Name':'replication-subnet-group-id','Values':['none']}]} | ResourceNotFoundFault
                    DescribeEndpoints | {'Filters':[{'Name':'none','Values':['none']}]} | InvalidParameterValueException
                    DescribeEndpoints | {'Filters':[{'Name':'endpoint-id'}]} | InvalidParameterValueException
                    DescribeEndpoints | {'Marker':'none'} | InvalidParameterValueException
                    DescribeEvents | {'SourceIdentifier':'flights'} | InvalidParameterCombinationException
                    DescribeEvents | {'StartTime':1,'EndTime':2,'Duration':3} | InvalidParameterCombinationException
                    DescribeEvents | {'StartTime':2,'EndTime':1} | InvalidParameterValueException
                    DescribeEvents | {'SourceType':'endpoint'} | InvalidParameterValueException
                    ListTagsForResource | {'ResourceArn':'none'} | ResourceNotFoundFault
                    ListTagsForResource | {'ResourceArnList':['none']} | ResourceNotFoundFault
                    ListTagsForResource | {} | InvalidParameterCombinationException
                    MoveReplicationTask | {} | UnknownOperationException
                    """)
    void whatIsNotAllowedIsRefused(String operation, String members, String code) {
        RawApi.Answer answer = raw.call(operation, with(operation, members));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().get("message").asText()).isNotBlank();
    }
}

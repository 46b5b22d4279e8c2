package com.travelbuddy.local.dms.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.travelbuddy.local.dms.registry.Arns;
import com.travelbuddy.local.dms.registry.Endpoint;
import com.travelbuddy.local.dms.registry.Instance;
import com.travelbuddy.local.dms.registry.Resource;
import com.travelbuddy.local.dms.registry.SubnetGroup;
import com.travelbuddy.local.dms.registry.Task;
import com.travelbuddy.local.dms.registry.Transaction;

import java.util.Map;

/** The account. Its quotas are only shown: nothing here is refused by them. */
final class AccountOperations {

    private final Arns arns;

    AccountOperations(Arns arns) {
        this.arns = arns;
    }

    Map<String, Operation> operations() {
        return Map.of("DescribeAccountAttributes", this::describe);
    }

    private ObjectNode describe(Transaction transaction, Request request) {
        ObjectNode answer = Json.object();
        answer.put("UniqueAccountIdentifier", arns.region() + "-" + arns.account());
        ArrayNode quotas = answer.putArray("AccountQuotas");
        quota(transaction, quotas, "ReplicationInstances", Instance.class, 60);
        quota(transaction, quotas, "ReplicationSubnetGroups", SubnetGroup.class, 60);
        quota(transaction, quotas, "Endpoints", Endpoint.class, 1000);
        quota(transaction, quotas, "ReplicationTasks", Task.class, 600);
        return answer;
    }

    private static void quota(
            Transaction transaction,
            ArrayNode quotas,
            String name,
            Class<? extends Resource> kind,
            int most) {
        quotas.addObject()
                .put("AccountQuotaName", name)
                .put("Used", transaction.all(kind).size())
                .put("Max", most);
    }
}

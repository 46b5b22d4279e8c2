package com.travelbuddy.reversesync.preflight;

import com.travelbuddy.reversesync.dms.DmsApi;

import software.amazon.awssdk.services.databasemigration.model.AccountQuota;

import java.util.Map;

/**
 * Whether what is missing still fits into the account.
 *
 * @param needed by the name of the quota
 */
record Quotas(DmsApi dms, Map<String, Integer> needed, Notes notes) {

    void check() {
        notes.check(
                "The account's quotas",
                "allow dms:DescribeAccountAttributes",
                () ->
                        dms.call(
                                        "dms:DescribeAccountAttributes",
                                        client -> client.describeAccountAttributes(_ -> {}))
                                .accountQuotas()
                                .forEach(this::compare));
    }

    private void compare(AccountQuota quota) {
        compare(quota.accountQuotaName(), quota.used(), quota.max());
    }

    void compare(String name, long used, long most) {
        int more = needed.getOrDefault(name, 0);
        if (more > 0 && used + more > most) {
            notes.error(
                    "quota",
                    "The account has no room for what is to be made",
                    "%s: %d of %d are used, %d more are needed".formatted(name, used, most, more),
                    "delete what nobody needs, or ask AWS for a higher quota");
        }
    }
}

package com.travelbuddy.reversesync.status;

import com.travelbuddy.reversesync.aws.AwsRefusedException;
import com.travelbuddy.reversesync.settings.DmsSettings;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The latest latencies that DMS has sent to CloudWatch. */
record CloudWatchLook(DmsSettings settings, CloudWatchClient client) {

    private static final Duration BACK = Duration.ofMinutes(10);
    private static final int PERIOD_SECONDS = 60;

    Latency look(Instant now) {
        try {
            GetMetricDataResponse data =
                    client.getMetricData(
                            request ->
                                    request.startTime(now.minus(BACK))
                                            .endTime(now)
                                            .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                                            .metricDataQueries(
                                                    query("source", "CDCLatencySource"),
                                                    query("target", "CDCLatencyTarget")));
            return new Latency(latest(data, "source"), latest(data, "target"));
        } catch (SdkException e) {
            throw new AwsRefusedException("cloudwatch:GetMetricData", e);
        }
    }

    private MetricDataQuery query(String id, String metric) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(
                        statistic ->
                                statistic
                                        .metric(
                                                named ->
                                                        named.namespace("AWS/DMS")
                                                                .metricName(metric)
                                                                .dimensions(
                                                                        dimension(
                                                                                "ReplicationInstanceIdentifier",
                                                                                settings.instance()
                                                                                        .id()),
                                                                        dimension(
                                                                                "ReplicationTaskIdentifier",
                                                                                settings.task())))
                                        .period(PERIOD_SECONDS)
                                        .stat("Maximum"))
                .build();
    }

    private static Dimension dimension(String name, String value) {
        return Dimension.builder().name(name).value(value).build();
    }

    private static Optional<Double> latest(GetMetricDataResponse data, String id) {
        return data.metricDataResults().stream()
                .filter(result -> result.id().equals(id))
                .flatMap(result -> result.values().stream())
                .findFirst();
    }
}

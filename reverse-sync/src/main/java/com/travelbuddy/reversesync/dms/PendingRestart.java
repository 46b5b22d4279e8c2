package com.travelbuddy.reversesync.dms;

import com.travelbuddy.reversesync.dms.ApplyOptions.Restart;

import software.amazon.awssdk.services.databasemigration.model.Tag;

import java.util.Locale;
import java.util.Optional;

/**
 * That a task was stopped in order to change it, and how it is to go on: kept as a tag of the task,
 * so that whoever takes up an interrupted change knows.
 */
final class PendingRestart {

    static final String TAG = "reverse-sync-restart";

    private final DmsApi dms;

    PendingRestart(DmsApi dms) {
        this.dms = dms;
    }

    Optional<Restart> find(String taskArn) {
        return dms
                .call(
                        "dms:ListTagsForResource",
                        client ->
                                client.listTagsForResource(request -> request.resourceArn(taskArn)))
                .tagList()
                .stream()
                .filter(tag -> tag.key().equals(TAG))
                .map(tag -> Restart.valueOf(tag.value().toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    void set(String taskArn, Restart restart) {
        dms.call(
                "dms:AddTagsToResource",
                client ->
                        client.addTagsToResource(
                                request ->
                                        request.resourceArn(taskArn)
                                                .tags(
                                                        Tag.builder()
                                                                .key(TAG)
                                                                .value(
                                                                        restart.name()
                                                                                .toLowerCase(
                                                                                        Locale
                                                                                                .ROOT))
                                                                .build())));
    }

    void clear(String taskArn) {
        dms.call(
                "dms:RemoveTagsFromResource",
                client ->
                        client.removeTagsFromResource(
                                request -> request.resourceArn(taskArn).tagKeys(TAG)));
    }
}

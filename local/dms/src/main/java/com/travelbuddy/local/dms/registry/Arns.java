package com.travelbuddy.local.dms.registry;

import java.security.SecureRandom;

/** Names of resources in one account and region. */
public record Arns(String region, String account) {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int RANDOM_LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * @param kind rep, endpoint, task or subgrp
     * @param resourceId null: a random one
     */
    public String arn(String kind, String resourceId) {
        return "arn:aws:dms:%s:%s:%s:%s"
                .formatted(region, account, kind, resourceId == null ? random() : resourceId);
    }

    static String resourceId(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }

    private static String random() {
        StringBuilder text = new StringBuilder(RANDOM_LENGTH);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return text.toString();
    }
}

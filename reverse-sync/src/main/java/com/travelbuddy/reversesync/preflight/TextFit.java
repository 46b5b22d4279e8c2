package com.travelbuddy.reversesync.preflight;

import java.util.Set;

/** Whether texts and bytes fit. */
record TextFit(ColumnPair pair) {

    private static final Set<String> LARGE = Set.of("text", "json", "jsonb", "xml", "bytea");
    private static final Set<String> TEXTS =
            Set.of("varchar", "char", "tinytext", "text", "mediumtext", "longtext");
    private static final Set<String> BYTES =
            Set.of("varbinary", "binary", "tinyblob", "blob", "mediumblob", "longblob");

    /** As a LOB, it is cut off above a limit, and DMS transforms it only by leaving it out. */
    void large() {
        if (!LARGE.contains(pair.from().type())) {
            return;
        }
        if (!pair.from().name().equals(pair.to().name())) {
            pair.notes()
                    .error(
                            "large-renamed",
                            "DMS does not rename a column without a length limit",
                            "%s: %s".formatted(pair.table(), pair.path()),
                            "give the source's column a length, such as varchar(4000), or the target's"
                                    + " column its name");
        }
        pair.counts()
                .add(
                        RowCount.error(
                                "large-value",
                                "Values of more than 32 KiB are cut off",
                                pair.path(),
                                "octet_length(%s%s) > 32768"
                                        .formatted(
                                                pair.column(),
                                                pair.from().type().equals("bytea") ? "" : "::text"),
                                "shorten them, or raise LobMaxSize in the task's settings"));
    }

    void text() {
        if (!TEXTS.contains(pair.to().type())) {
            pair.mismatch(
                    pair.to().type().equals("enum") ? Severity.WARNING : Severity.ERROR,
                    "Text goes to a column that is none");
            return;
        }
        long room = pair.to().length().orElse(Long.MAX_VALUE);
        boolean bytes = pair.to().type().endsWith("text");
        if (pair.from().length().isEmpty() || pair.from().length().get() * (bytes ? 4 : 1) > room) {
            longer(bytes ? "octet_length" : "char_length", room, bytes ? "bytes" : "characters");
        }
        CharacterSet.condition(pair.to().characterSet().orElse("utf8mb4"), pair.column())
                .ifPresentOrElse(
                        this::characterSet,
                        () ->
                                pair.notes()
                                        .info(
                                                "character-set-unknown",
                                                "Whether the target's character set has all characters was"
                                                        + " not counted",
                                                "%s: %s in %s"
                                                        .formatted(
                                                                pair.table(),
                                                                pair.path(),
                                                                pair.to()
                                                                        .characterSet()
                                                                        .orElse("?")),
                                                "try it, or convert the column to utf8mb4"));
    }

    private void characterSet(String condition) {
        if (condition.isEmpty()) {
            return;
        }
        String set = pair.to().characterSet().orElse("");
        pair.counts()
                .add(
                        RowCount.error(
                                        "character-set",
                                        "Characters have no counterpart in the target's character set",
                                        pair.path() + " in " + set,
                                        condition,
                                        "ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4, or take the"
                                                + " characters out")
                                .orElse(
                                        Severity.WARNING,
                                        "The source may get characters that the target cannot store",
                                        "ALTER TABLE … CONVERT TO CHARACTER SET utf8mb4"));
    }

    private void longer(String function, long room, String unit) {
        pair.counts()
                .add(
                        RowCount.error(
                                        "too-long",
                                        "Values are longer than the target's column",
                                        pair.path(),
                                        "%s(%s) > %d".formatted(function, pair.column(), room),
                                        "ALTER the target's column to hold more than %d %s"
                                                .formatted(room, unit))
                                .orElse(
                                        Severity.WARNING,
                                        "The source may get longer values than the target holds",
                                        "ALTER the target's column, or limit the source's to %d %s"
                                                .formatted(room, unit)));
    }

    void uuid() {
        if (!TEXTS.contains(pair.to().type()) || pair.to().length().orElse(0L) < 36) {
            pair.mismatch(Severity.ERROR, "A UUID needs a text of 36 characters");
        }
    }

    void bytes() {
        if (BYTES.contains(pair.to().type())) {
            longer("octet_length", pair.to().length().orElse(0L), "bytes");
        } else {
            pair.mismatch(Severity.ERROR, "Bytes need a binary column");
        }
    }
}

package com.travelbuddy.delivery.policies;

import com.travelbuddy.delivery.support.Repository;

import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code docs/permissions.md} lists. */
final class PermissionsPage {

    private static final Pattern ACTION = Pattern.compile("`([a-z0-9-]+:[A-Z][A-Za-z]+)`");

    private static final Pattern NAME = Pattern.compile("`([A-Z_]+)`");
    private static final Pattern KIND = Pattern.compile("`([a-z-]+/\\*)`");
    private static final Pattern FILE =
            Pattern.compile("(?m)^\\| \\[([a-z-]+)]\\(\\.\\./deploy/iam/\\1\\.json\\) \\|");
    private static final String PAGE = "docs/permissions.md";

    private PermissionsPage() {}

    /** The actions of the section on what is allowed on every resource. */
    static TreeSet<String> everywhere() {
        return found(ACTION, section("Every resource"));
    }

    /** The kinds of resources of the same section of which all are allowed. */
    static TreeSet<String> kinds() {
        return found(KIND, section("Every resource"));
    }

    static TreeSet<String> placeholders() {
        return found(NAME, section("Placeholders").replaceAll("(?m)^(\\| [^|]*\\|).*", "$1"));
    }

    /** The policies that the tables name. */
    static TreeSet<String> policies() {
        return found(FILE, Repository.read(PAGE));
    }

    private static TreeSet<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String section(String heading) {
        String page = Repository.read(PAGE);
        int start = page.indexOf("\n## " + heading + "\n");
        if (start < 0) {
            throw new IllegalStateException("There is no section " + heading);
        }
        int end = page.indexOf("\n## ", start + 1);
        return end < 0 ? page.substring(start) : page.substring(start, end);
    }
}

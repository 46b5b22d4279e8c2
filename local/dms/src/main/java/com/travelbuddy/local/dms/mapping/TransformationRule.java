package com.travelbuddy.local.dms.mapping;

/** A rule that changes what the target gets of what is selected. */
record TransformationRule(
        RuleId id, Target target, Locator locator, Transformation transformation) {

    enum Target {
        SCHEMA,
        TABLE,
        COLUMN
    }

    @Override
    public String toString() {
        return "%s, %s".formatted(id, transformation.action());
    }
}

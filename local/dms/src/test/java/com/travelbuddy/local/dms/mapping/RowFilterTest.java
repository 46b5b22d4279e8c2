package com.travelbuddy.local.dms.mapping;

import static com.travelbuddy.local.dms.mapping.Tables.column;
import static com.travelbuddy.local.dms.mapping.Tables.include;
import static com.travelbuddy.local.dms.mapping.Tables.rules;
import static com.travelbuddy.local.dms.mapping.Tables.string;
import static com.travelbuddy.local.dms.mapping.Tables.table;
import static com.travelbuddy.local.dms.mapping.Tables.timestamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.travelbuddy.local.servers.LocalPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

final class RowFilterTest {

    private static final List<String> OPERATORS =
            List.of("eq", "noteq", "gte", "ste", "between", "notbetween", "null", "notnull");

    /** A type of PostgreSQL's, values to store and values to compare with. */
    private record Case(
            String type, DataType dmsType, List<String> stored, List<String> compared) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(
                            "integer",
                            DataType.of(DataType.Kind.INT4),
                            List.of("-5", "0", "9", "10", "100"),
                            List.of("10", "9.5", "-5")),
                    new Case(
                            "numeric",
                            DataType.of(DataType.Kind.NUMERIC),
                            List.of("1.50", "1.5", "-2", "NaN", "99999999999999999999.1"),
                            List.of("1.5", "-2.0", "1e3")),
                    new Case(
                            "real",
                            DataType.of(DataType.Kind.REAL4),
                            List.of("0.1", "-0", "NaN", "Infinity", "3"),
                            List.of("0.1", "0", "-3")),
                    new Case(
                            "double precision",
                            DataType.of(DataType.Kind.REAL8),
                            List.of("0.1", "-0", "NaN", "-Infinity", "3"),
                            List.of("0.1", "0", "-3")),
                    new Case(
                            "date",
                            DataType.of(DataType.Kind.DATE),
                            List.of("2002-01-01", "1999-12-31", "infinity", "0044-03-15 BC"),
                            List.of("2002-01-01", "2001-12-31 23:59:59")),
                    new Case(
                            "timestamp",
                            timestamp(),
                            List.of(
                                    "2002-01-01 00:00:00",
                                    "2002-01-01 00:00:00.5",
                                    "-infinity",
                                    "infinity",
                                    "10000-01-01 00:00:00",
                                    "0044-03-15 12:00:00 BC"),
                            List.of("2002-01-01", "2002-01-01 00:00:00.50", "9999-12-31 23:59:59")),
                    new Case(
                            "timestamptz",
                            timestamp(),
                            List.of("2002-01-01 00:00:00+00", "2002-01-01 01:00:00.25+02"),
                            List.of("2002-01-01 00:00:00", "2001-12-31 23:00:00.25")),
                    new Case(
                            "time",
                            DataType.of(DataType.Kind.TIME),
                            List.of("00:00:00", "12:30:00.5", "24:00:00"),
                            List.of("12:30:00.500", "00:00:00")),
                    new Case(
                            "boolean",
                            string(5),
                            List.of("true", "false"),
                            List.of("true", "false", "t", "0")),
                    new Case(
                            "varchar(20)",
                            string(20),
                            List.of(
                                    "",
                                    "a",
                                    "A",
                                    "ab",
                                    "b'c",
                                    "a\\b",
                                    "\uFF5E",
                                    "\uD83D\uDE00",
                                    "a "),
                            List.of("a", "b'c", "", "a\\b", "\uFF5E")),
                    new Case(
                            "character(3)",
                            string(3),
                            List.of("a", "abc", "b"),
                            List.of("a", "abc")),
                    new Case(
                            "uuid",
                            string(36),
                            List.of("00000000-0000-0000-0000-00000000000a"),
                            List.of("00000000-0000-0000-0000-00000000000a", "1")));

    @Test
    void selectsTheRowsThatPostgresSelects() throws Exception {
        int compared = 0;
        try (LocalPostgres postgres = LocalPostgres.start(LocalPostgres.Options.temporary());
                Connection connection = postgres.connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("SET timezone = 'UTC'");
            for (Case each : CASES) {
                statement.execute("DROP TABLE IF EXISTS t");
                statement.execute("CREATE TABLE t (\"a \"\"c\" %s)".formatted(each.type()));
                statement.execute("INSERT INTO t VALUES (NULL)");
                for (String value : each.stored()) {
                    statement.execute(
                            "INSERT INTO t VALUES ('%s')".formatted(value.replace("'", "''")));
                }
                for (String conditions : conditions(each.compared())) {
                    RowFilter filter = filter(each, conditions);
                    List<String> accepted = new ArrayList<>();
                    for (String value : printed(statement, "")) {
                        if (filter.selects(new String[] {value})) {
                            accepted.add(value);
                        }
                    }
                    assertThat(accepted)
                            .as("%s: %s", each.type(), filter.where())
                            .isEqualTo(printed(statement, "WHERE " + filter.where()));
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThan(200);
    }

    private static List<String> printed(Statement statement, String where) throws Exception {
        List<String> values = new ArrayList<>();
        String text = "SELECT \"a \"\"c\" FROM t ";
        try (ResultSet row = statement.executeQuery(text + where + " ORDER BY ctid")) {
            while (row.next()) {
                values.add(row.getString(1));
            }
        }
        return values;
    }

    private static List<String> conditions(List<String> operands) {
        List<String> conditions = new ArrayList<>();
        for (String operator : OPERATORS) {
            if (operator.endsWith("null")) {
                conditions.add("{'filter-operator':'%s'}".formatted(operator));
            }
            for (String one : operands) {
                if (operator.endsWith("between")) {
                    for (String other : operands) {
                        conditions.add(
                                "{'filter-operator':'%s','start-value':'%s','end-value':'%s'}"
                                        .formatted(operator, json(one), json(other)));
                    }
                } else if (!operator.endsWith("null")) {
                    conditions.add(
                            "{'filter-operator':'%s','value':'%s'}".formatted(operator, json(one)));
                }
            }
        }
        String first = json(operands.getFirst());
        conditions.add(
                "{'filter-operator':'null'},{'filter-operator':'eq','value':'%s'}"
                        .formatted(first));
        return conditions;
    }

    /** With a stand-in for the apostrophe, which stands for a quote in these tests. */
    private static String json(String text) {
        return text.replace("\\", "\\\\").replace("'", "\\u0027");
    }

    private static RowFilter filter(Case each, String conditions) throws Exception {
        return map(
                        table("s", "t", List.of(), column("a \"c", each.type(), each.dmsType())),
                        "{'filter-type':'source','column-name':'a \\\"c','filter-conditions':[%s]}"
                                .formatted(conditions))
                .filter();
    }

    private static final SourceTable STAFF =
            table(
                    "s",
                    "staff",
                    List.of("id"),
                    column("id", "integer", DataType.of(DataType.Kind.INT4)),
                    column("dept", "varchar(20)", string(20)),
                    column("note", "text", DataType.of(DataType.Kind.NCLOB)),
                    column("at", "point", null),
                    column("day", "date", DataType.of(DataType.Kind.DATE)),
                    column("hour", "time", DataType.of(DataType.Kind.TIME)),
                    column("yes", "boolean", DataType.of(DataType.Kind.BOOLEAN)));

    private static final String LOW = condition("id", "ste", "10");
    private static final String TECH = condition("dept", "eq", "tech");

    @Test
    void selectsAllWithoutFilters() throws Exception {
        RowFilter filter = map(STAFF, "").filter();

        assertThat(filter.where()).isEmpty();
        assertThat(filter.selects(new String[7])).isTrue();
    }

    @Test
    void joinsFiltersByAndAndRulesByOr() throws Exception {
        String low =
                include(1, "s", "staff")
                        .replace("'include'", "'include','filters':[" + LOW + "," + TECH + "]");
        String high =
                include(2, "s", "staff")
                        .replace(
                                "'include'",
                                "'include','filters':[" + condition("id", "gte", "90") + "]");

        RowFilter filter = TableMapping.parse(rules(low, high)).map(withoutPoint()).filter();

        assertThat(filter.where())
                .isEqualTo(
                        "((\"id\" <= (10)) AND (\"dept\"::text COLLATE \"C\" = 'tech') OR (\"id\" >="
                                + " (90)))");
        assertThat(filter.selects(row("5", "tech"))).isTrue();
        assertThat(filter.selects(row("5", "sales"))).isFalse();
        assertThat(filter.selects(row("95", "sales"))).isTrue();
        assertThat(filter.selects(row("50", "tech"))).isFalse();
    }

    @Test
    void selectsAllWhenOneRuleHasNoFilter() throws Exception {
        String low =
                include(1, "s", "staff").replace("'include'", "'include','filters':[" + LOW + "]");

        assertThat(
                        TableMapping.parse(rules(low, include(2, "s", "%")))
                                .map(withoutPoint())
                                .filter()
                                .where())
                .isEmpty();
    }

    @Test
    void losesDeletesByOtherColumnsThanTheKeyAndSaysSo() throws Exception {
        MappedTable mapped = map(withoutPoint(), TECH);

        assertThat(mapped.filter().selects(row("5", null))).isFalse();
        assertThat(mapped.warnings())
                .containsExactly(
                        "Deletes of s.staff may be lost: a filter is about dept, not of the key");
        assertThat(map(withoutPoint(), LOW).warnings()).isEmpty();
    }

    @Test
    void takesLteForSteAsTheGuidesExamplesDo() throws Exception {
        assertThat(map(withoutPoint(), LOW.replace("ste", "lte")).filter().where())
                .isEqualTo("(\"id\" <= (10))");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    none | 1 | has no column none, which a filter is about
                    note | 1 | a filter cannot be about column note of type text
                    at | 1 | a filter cannot be about column at of type point
                    id | x | compares column id of type integer with 'x', which is no number
                    id | 1e99999 | which is no number
                    day | 01.02.2002 | which is no date or time
                    day | 2002-02-30 | which is no date or time
                    hour | noon | which is no time
                    yes | maybe | which is no boolean
                    """)
    void refuses(String column, String value, String message) {
        assertThatThrownBy(() -> map(STAFF, condition(column, "eq", value)))
                .isInstanceOf(UnmappableTableException.class)
                .hasMessageContaining("Table s.staff")
                .hasMessageContaining(message);
    }

    private static SourceTable withoutPoint() {
        return new SourceTable(
                "s",
                "staff",
                STAFF.columns().stream().filter(column -> column.type().isPresent()).toList(),
                STAFF.primaryKey());
    }

    private static String[] row(String id, String dept) {
        return new String[] {id, dept, null, null, null, null};
    }

    private static String condition(String column, String operator, String value) {
        return "{'filter-type':'source','column-name':'%s','filter-conditions':[{'filter-operator':'%s','value':'%s'}]}"
                .formatted(column, operator.toLowerCase(Locale.ROOT), value);
    }

    private static MappedTable map(SourceTable table, String filter) throws Exception {
        String rule =
                include(1, "s", "%").replace("'include'", "'include','filters':[" + filter + "]");
        SourceTable carried =
                filter.isEmpty()
                        ? new SourceTable(
                                "s", "staff", List.of(table.columns().getFirst()), List.of())
                        : table;
        return TableMapping.parse(rules(rule)).map(carried);
    }
}
